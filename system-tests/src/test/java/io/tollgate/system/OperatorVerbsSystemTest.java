package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.launcher.operator.OperatorVerbs;
import io.tollgate.launcher.operator.Session;
import io.tollgate.launcher.operator.Terminal;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.testsupport.scenario.Await;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each of the operator's verbs against the real API, with good and bad input, and what comes of it on the wire. */
class OperatorVerbsSystemTest {

    private static final String ACCOUNT = "verbs";

    private final Cluster cluster = Cluster.shared();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldSetUpAnAccountThatCanThenCallUntilItIsTerminated() {
        // Given
        done("rate", ACCOUNT, "49", "set", "pricePerMinute=0.06", "initialIncrementSeconds=60");
        done("account", ACCOUNT, "set", "creditModel=PREPAID", "ratePlan=" + ACCOUNT, "channelLimit=2");
        await("price a minute  0.06", "rate", ACCOUNT, "49");
        await("channels +0/2", "account", ACCOUNT);
        done("topup", ACCOUNT, "10.50", "--id", "verbs-1");
        done("topup", ACCOUNT, "10.50", "--id", "verbs-1");
        done("topup", ACCOUNT, "-0.25");
        await(ACCOUNT + " +10\\.25 EUR +0/2 +prepaid .*ok", "accounts");
        try (Phone phone = cluster.first().phone(ACCOUNT).open()) {
            PlacedCall call = phone.invite("+4930123456");
            call.awaitAnswered();
            await(ACCOUNT + " .*4930123456 +answered", "calls", "--account", ACCOUNT);

            // When
            done("terminate", "--account", ACCOUNT, "--reason", "end of the test");

            // Then
            assertThat(call.awaitEnded(Cluster.PATIENCE).by()).isEqualTo(CallEnd.By.PEER);
        }
    }

    @Test
    void shouldTerminateACallByItsId() {
        try (Phone phone = cluster.first().phone("verbs-one").open()) {
            // Given
            PlacedCall call = phone.invite("+4930123456");
            PlacedCall other = phone.invite("+4930123457");
            call.awaitAnswered();
            other.awaitAnswered();
            await("verbs-one .*4930123456 +answered", "calls", "--account", "verbs-one");

            // When
            done("terminate", call.callId());

            // Then
            assertThat(call.awaitEnded(Cluster.PATIENCE).by()).isEqualTo(CallEnd.By.PEER);
            assertThat(other.live()).isTrue();
            other.hangUp();
            other.awaitEnded();
        }
    }

    @Test
    void shouldBlacklistAPrefixUntilTheEntryIsRemoved() {
        // When
        done("blacklist", "add", "verbs-two", "--prefix", "882", "--for", "2h", "--reason", "at night");

        // Then
        cluster.first().awaitMessageStatus("verbs-two", "+88254321", 403);
        String entry = await("deny +verbs-two +882 .*1h 59m +at night", "blacklist")
                .lines()
                .filter(line -> line.contains("verbs-two"))
                .findFirst()
                .orElseThrow()
                .split(" ")[0];
        done("blacklist", "remove", entry);
        cluster.first().awaitMessageStatus("verbs-two", "+88254321", 200);
    }

    @Test
    void shouldEraseAnAccountWithItsEntries() {
        // Given
        String account = "verbs-erased";
        done("account", account, "set", "channelLimit=2");
        done("blacklist", "add", account, "--prefix", "882", "--allow");
        await(account + " +0/2", "accounts");
        await("allow +" + account + " +882", "blacklist");
        cluster.first().awaitMessageStatus(account, "+4930123456", 200);

        // When
        done("account", account, "erase", "--yes");

        // Then
        assertThat(said()).contains("entries removed: 1");
        cluster.first().awaitMessageStatus(account, "+4930123456", 403);
        Await.until(
                "nothing but that it is disabled",
                Cluster.PATIENCE,
                () -> run("blacklist") == 0 && !said().matches("(?s).*allow +" + account + " .*"),
                this::said);
    }

    @Test
    void shouldTellOfGatewaysAndWhatWasOnlyObserved() {
        await(cluster.first().id() + " +serving .* ago .*127\\.0\\.0\\.1:", "gateways");
        done("observed");
        done("observed", "--account", "nobody-verbs", "--json");
        assertThat(said().strip()).isEqualTo("[]");
    }

    @Test
    void shouldSayWhatIsUnknownOrRefused() {
        refused("no account 'nobody-verbs'", "account", "nobody-verbs");
        refused("no account 'nobody-verbs'", "account", "nobody-verbs", "erase", "--yes");
        refused("nobody-verbs", "topup", "nobody-verbs", "1");
        refused("", "rate", "nobody-verbs", "1");
        refused("", "terminate", "nobody-verbs");
        refused("nobody-verbs", "terminate", "--account", "nobody-verbs");
        refused("", "blacklist", "remove", "nobody-verbs");
        refused("destinationPrefix", "blacklist", "add", "--prefix", "+88");
        refused("channelLimit", "account", "verbs-three", "set", "channelLimit=-1");
        refused("trunks", "account", "verbs-three", "set", "trunks=nowhere");
        refused("pricePerMinute", "rate", "verbs-three", "49", "set", "pricePerMinute=-1");
        refused("sourceNetwork", "blacklist", "add", "--network", "nowhere");
    }

    @Test
    void shouldWatchACall() throws Exception {
        // Given
        String account = "verbs-watched";
        CompletableFuture<String> watched = CompletableFuture.supplyAsync(() -> {
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            run(told, err, "watch", "--account", account, "--count", "6");
            return told.toString(StandardCharsets.UTF_8);
        });

        // When
        try (Phone phone = cluster.first().phone(account).open()) {
            Await.until( // what happened before it listened it is not told
                    "six events",
                    Cluster.PATIENCE,
                    () -> {
                        PlacedCall call = phone.invite("+4930123456");
                        call.awaitAnswered();
                        call.hangUp();
                        call.awaitEnded();
                        return watched.isDone();
                    },
                    () -> err.toString(StandardCharsets.UTF_8));
        }

        // Then
        assertThat(watched.get().lines())
                .hasSize(6)
                .allMatch(line -> line.contains(account))
                .anyMatch(line -> line.contains("  answered     4930123456 ["));
    }

    private void done(String... verb) {
        assertThat(run(verb)).as(said()).isZero();
    }

    private void refused(String why, String... verb) {
        assertThat(run(verb)).as(said()).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("tollgate: ")
                .contains(why);
    }

    /** Until it says something like this; a write takes a moment to be seen. */
    private String await(String pattern, String... verb) {
        Await.until(
                "'" + pattern + "' of " + String.join(" ", verb),
                Cluster.PATIENCE,
                () -> run(verb) == 0
                        && Pattern.compile(pattern)
                                .matcher(out.toString(StandardCharsets.UTF_8))
                                .find(),
                this::said);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** While partitions move from one streams process to another an operator is told to try again, and does. */
    private int run(String... verb) {
        AtomicInteger status = new AtomicInteger();
        Await.until(
                "an answer to " + String.join(" ", verb),
                Cluster.PATIENCE,
                () -> {
                    out.reset();
                    err.reset();
                    status.set(run(out, err, verb));
                    return !err.toString(StandardCharsets.UTF_8).startsWith("tollgate: not now: ");
                },
                this::said);
        return status.get();
    }

    private int run(ByteArrayOutputStream out, ByteArrayOutputStream err, String... verb) {
        Map<String, String> environment = Map.of("TOLLGATE_API", cluster.http());
        Terminal terminal = Terminal.of(stream(out), stream(err), "", environment);
        return OperatorVerbs.run(new Session(environment, terminal, Clock.systemDefaultZone()), verb);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }
}
