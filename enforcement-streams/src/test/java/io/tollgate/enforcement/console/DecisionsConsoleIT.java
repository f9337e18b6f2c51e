package io.tollgate.enforcement.console;

import static io.tollgate.enforcement.Rulings.AT;
import static io.tollgate.enforcement.Rulings.ended;
import static io.tollgate.enforcement.Rulings.entry;
import static io.tollgate.enforcement.Rulings.event;
import static io.tollgate.enforcement.Rulings.record;
import static io.tollgate.enforcement.Rulings.refused;
import static io.tollgate.enforcement.Rulings.state;
import static io.tollgate.enforcement.Rulings.termination;
import static io.tollgate.enforcement.Rulings.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.BlacklistEntry;
import io.tollgate.BlacklistReason;
import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.EndCause;
import io.tollgate.Leg;
import io.tollgate.LegClosed;
import io.tollgate.RefusalReason;
import io.tollgate.TerminationReason;
import io.tollgate.enforcement.api.ApiPorts;
import io.tollgate.enforcement.api.Events;
import io.tollgate.enforcement.api.Health;
import io.tollgate.enforcement.api.HttpApi;
import io.tollgate.enforcement.api.Reads;
import io.tollgate.enforcement.feed.Heard;
import io.tollgate.schemas.setting.HostPort;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was decided, why, and what was only observed, as the console tells it to who comes afterwards. */
class DecisionsConsoleIT {

    private static final String EXPLANATION = "document.querySelector('dialog .explanation')";

    private static Chromium browser;
    private static HttpApi api;

    @BeforeAll
    static void start() {
        browser = Chromium.start();
        var ledger = new ManyCalls(Instant.now(), 50);
        var reads = Reads.alone(ledger, new Events("d", 10, () -> {}));
        api = HttpApi.start(
                HostPort.parse("127.0.0.1:0"),
                null,
                ApiPorts.reading(() -> new Health(true, "running"), () -> "", ledger),
                reads);
        for (var record : story()) {
            var key = record instanceof BlacklistEntry entry ? entry.getEntryId() : "key";
            var heard = new Heard(record.getClass(), key, record, AT, false);
            reads.listeners().forEach(listener -> listener.hear(heard));
        }
    }

    /** A verdict ends a call, a limit refuses another; three that the blacklist names were only observed, one goes on. */
    private static List<SpecificRecord> story() {
        return List.of(
                event("c1", 0, new CallAttempted()),
                event("c1", 2, new CallAnswered()),
                verdict("v1"),
                termination(
                        "v1", TerminationReason.FRAUD_VERDICT, AT.plusSeconds(60), "14 premium calls in 60 s", "v1"),
                event("c1", 61, ended("v1", TerminationReason.FRAUD_VERDICT)),
                event("c1", 61, new LegClosed("v1", Leg.CALLER, 200, 1_500L)),
                event("c1", 61, new LegClosed("v1", Leg.CALLEE, null, 2_500L)),
                state(2, 2),
                event("c3", 2, refused(486, RefusalReason.CHANNEL_LIMIT, null)),
                entry("e1", "49", BlacklistReason.OPERATOR),
                event("o1", 0, new CallAttempted()),
                event("o1", 0, new CallAnswered()),
                event("o1", 90, new CallEnded(EndCause.CALLER, null, null, null)),
                record("o1", 90, 1_500_000, 0),
                event("o2", 0, new CallAttempted()),
                event("o2", 0, new CallAnswered()),
                event("o2", 30, new CallEnded(EndCause.CALLEE, null, null, null)),
                record("o2", 30, 500_000, 0),
                event("o3", 0, new CallAttempted()),
                event("o3", 0, new CallAnswered()));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (api != null) {
            api.close();
        }
    }

    @BeforeEach
    void openPage() {
        browser.resize(1440, 900);
        browser.prefers("dark");
        browser.open(api.uri().resolve("/")); // with the same part behind # it would stay as it is
        browser.run("location.hash = 'decisions'");
        browser.await("the decisions", "document.querySelectorAll('.decision').length === 2");
    }

    @Test
    void shouldExplainATerminationWithItsVerdictAndItsLegs() {
        // When
        open("fraud verdict");

        // Then
        assertThat(browser.text("dialog .explanation"))
                .isEqualTo("Terminated by fraud-scoring: 14 premium calls in 60 s.");
        assertThat(fact("Rule")).isEqualTo("verdict");
        assertThat(fact("Ordered by")).isEqualTo("fraud-scoring");
        assertThat(fact("Verdict")).isEqualTo("v1");
        assertThat(fact("Call")).isEqualTo("c1");
        assertThat(fact("Legs").lines()).containsExactly("caller: 200 after 1.5 ms", "callee: no answer after 2.5 ms");
        Checks.look(browser, "why");
    }

    @Test
    void shouldSayWhatWasMeasuredAndWhatTheLimitWas() {
        // When
        open("channel limit");

        // Then
        assertThat(browser.text("dialog .explanation")).isEqualTo("Refused: account 'bob' had 2 of 2 channels in use.");
        assertThat(fact("Rule")).isEqualTo("channelLimit");
        assertThat(fact("Measured")).isEqualTo("2 channels");
        assertThat(fact("Limit")).isEqualTo("2 channels");
        assertThat(fact("Ordered by")).isEqualTo("tollgate");
    }

    @Test
    void shouldTellWhatWasOnlyObservedAndWhatItWouldHaveSaved() {
        // Given
        browser.await("the sum", "document.querySelector('.observed summary')?.innerText.includes('3 calls')");
        assertThat(browser.text(".observed summary"))
                .isEqualTo("Only observed: 3 calls would have been refused or ended, 2.00 EUR saved");

        // When
        browser.find(".observed summary").click();

        // Then
        assertThat(browser.text(".observed ul").lines())
                .containsExactly("bob: 2 refused (blacklisted), 2.00 EUR", "bob: 1 refused (blacklisted)");
        Checks.look(browser, "observed");
    }

    private static void open(String reason) {
        browser.run(
                "[...document.querySelectorAll('.decision')].find(row => row.innerText.includes(arguments[0])).click()",
                reason);
        browser.await("the explanation", EXPLANATION);
    }

    private static String fact(String name) {
        return String.valueOf(browser.run(
                "return [...document.querySelectorAll('dialog dt')].find(name => name.innerText === arguments[0])"
                        + "?.nextElementSibling.innerText ?? ''",
                name));
    }
}
