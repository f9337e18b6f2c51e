package io.tollgate.enforcement.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.enforcement.api.ApiPorts;
import io.tollgate.enforcement.api.Health;
import io.tollgate.enforcement.api.HttpApi;
import io.tollgate.schemas.setting.HostPort;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The console in a real browser. */
class ConsoleIT {

    private static final String ROWS = "document.querySelectorAll('#view-calls .window .line:not([hidden])').length";

    private static final BlockingQueue<SpecificRecord> WRITTEN = new LinkedBlockingQueue<>();

    private static Chromium browser;
    private static HttpApi api;

    @BeforeAll
    static void start() {
        browser = Chromium.start();
        api = serve(null, 500);
    }

    private static HttpApi serve(@Nullable String token, int calls) {
        var ports = new ApiPorts(
                () -> new Health(true, "running"),
                () -> "",
                new ManyCalls(Instant.now(), calls),
                (topic, key, value) -> WRITTEN.add(value),
                Clock.systemUTC(),
                pause -> {});
        return HttpApi.start(HostPort.parse("127.0.0.1:0"), token, ports);
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
        WRITTEN.clear();
        browser.open(api.uri().resolve("/"));
        browser.await("the calls", ROWS + " > 10");
    }

    @Test
    void shouldHaveOnlyTheRowsInSightOfTenThousandCalls() {
        try (var busy = serve(null, 10_000)) {
            // When
            browser.open(busy.uri().resolve("/"));
            browser.await(
                    "the calls", "document.querySelector('#view-calls .total').innerText.includes('10 000 calls')");

            // Then
            assertThat(browser.number("document.querySelectorAll('#view-calls [role=row]').length"))
                    .isBetween(20L, 80L);
            assertThat(browser.find("#view-calls [role=grid]").getDomAttribute("aria-rowcount"))
                    .isEqualTo("10001");
        }
    }

    @Test
    void shouldFindACallByItsNumber() {
        // When
        browser.press("/");
        browser.press("12121014874");

        // Then
        browser.await("the one call", ROWS + " === 1");
        assertThat(browser.text("#view-calls .line[aria-rowindex='2']")).contains("12121014874");
        assertThat(browser.text("#view-calls .total")).contains("1 of 500 calls");
    }

    @Test
    void shouldSayWhatToDoWhenNothingMatches() {
        // When
        browser.type("#search", "no such call");

        // Then
        browser.await("no call", ROWS + " === 0");
        assertThat(browser.text("#view-calls .empty")).contains("No call matches", "Esc");
    }

    @Test
    void shouldTerminateTheChosenCallOnceItIsConfirmed() throws Exception {
        // Given
        browser.press("/");
        browser.press("12121014874", Keys.ENTER);
        browser.press(Keys.HOME, "t");
        assertThat(browser.text("dialog")).contains("Terminate this call?", "a-reseller", "12121014874");
        assertThat(WRITTEN).isEmpty();

        // When
        browser.press("a loop", Keys.ENTER);

        // Then
        var command = (OperatorCommand) WRITTEN.poll(20, TimeUnit.SECONDS);
        assertThat(command.getAction()).isEqualTo(OperatorAction.TERMINATE);
        assertThat(command.getCallId()).isEqualTo("c-402");
        assertThat(command.getReason()).isEqualTo("a loop");
        browser.await("the word", "document.querySelector('#toasts').innerText.includes('Ordered')");
    }

    @Test
    void shouldShowWhatTheServerFindsWrongAtItsField() throws Exception {
        // Given
        browser.press("a");
        browser.type("dialog [name=destinationPrefix]", "+49x");
        browser.press(Keys.ENTER);
        browser.await(
                "the fault",
                "document.querySelector('dialog [name=destinationPrefix][aria-invalid=true]') === document.activeElement");

        // When
        browser.type("dialog [name=destinationPrefix]", "8823");
        browser.press(Keys.ENTER);

        // Then
        var command = (OperatorCommand) WRITTEN.poll(20, TimeUnit.SECONDS);
        assertThat(command.getAction()).isEqualTo(OperatorAction.BLACKLIST);
        assertThat(command.getDestinationPrefix()).isEqualTo("8823");
        assertThat(command.getExpiresAt()).isAfter(Instant.now());
    }

    @Test
    void shouldShowWhatStrangersWroteAsTheyWroteIt() {
        // When
        browser.type("#account-filter", ManyCalls.HOSTILE);
        browser.await("its calls", "document.querySelector('#view-calls .total').innerText.startsWith('2 of')");
        browser.press(Keys.ENTER);
        browser.press(Keys.ARROW_DOWN);
        browser.press(Keys.ENTER);

        // Then
        browser.await("its details", "document.querySelector('dialog[open] .facts')");
        assertThat(browser.text("dialog .facts")).contains(ManyCalls.HOSTILE);
        assertThat(browser.text("#view-calls .line[aria-rowindex='2'] .account"))
                .isEqualTo(ManyCalls.HOSTILE);
        assertThat(browser.holds("document.querySelector('main img, dialog img, [onerror]') || window.owned"))
                .isFalse();
    }

    @Test
    void shouldLetTheBrowserRefuseMarkupFromText() {
        assertThat(
                        browser.run(
                                "try { document.body.innerHTML = '<b>'; return 'markup'; } catch (refused) { return refused.name; }"))
                .isEqualTo("TypeError");
        assertThat(browser.run("const script = document.createElement('script');"
                        + "try { script.text = 'window.owned = 1'; document.body.append(script); } catch (refused) {}"
                        + "return window.owned ?? null"))
                .isNull();
        browser.errors();
    }

    @Test
    void shouldDoWithoutAMouse() {
        // Given
        browser.press(Keys.TAB);
        assertThat(browser.run("return document.activeElement.className")).isEqualTo("skip");

        // When
        browser.press(Keys.ENTER);
        browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.END);

        // Then
        assertThat(active("getAttribute('role')")).isEqualTo("grid");
        assertThat(browser.holds("getComputedStyle(document.activeElement).outlineStyle === 'solid'"))
                .as("a focus that is seen")
                .isTrue();
        assertThat(browser.holds("document.getElementById(document.activeElement.getAttribute("
                        + "'aria-activedescendant')).getAttribute('aria-rowindex') === '501'"))
                .isTrue();
    }

    @Test
    void shouldKeepTheFocusInADialogUntilEsc() {
        // Given
        browser.press("1");
        browser.press(Keys.HOME, "t");
        browser.await("the question", "document.querySelector('dialog[open]')");

        // When
        for (int i = 0; i < 9; i++) {
            browser.press(Keys.TAB);
            assertThat(browser.holds(
                            "document.activeElement === document.body || document.activeElement.closest('dialog')"))
                    .as("after " + (i + 1))
                    .isTrue();
        }
        browser.press(Keys.ESCAPE);

        // Then
        browser.await("it to close", "!document.querySelector('dialog')");
        assertThat(active("getAttribute('role')")).isEqualTo("grid");
    }

    @Test
    void shouldListItsShortcutsAndLetThemBeTurnedOff() {
        // Given
        browser.press("?");
        assertThat(browser.text("dialog")).contains("Terminate the chosen call", "Search");

        // When
        browser.find("#keys").click();
        browser.press(Keys.ESCAPE);
        browser.press("2");

        // Then
        assertThat(browser.run("return document.body.dataset.view")).isEqualTo("calls");
        browser.run("localStorage.clear()");
    }

    @Test
    void shouldKeepTheChosenCallWhenOthersCome() {
        // Given
        browser.press("1");
        browser.press(Keys.HOME, Keys.ARROW_DOWN);
        var chosen = browser.text("[aria-selected=true] .destination");

        // When
        hear(
                "CallEvent",
                "{callId: 'new', account: 'bob', identity: 'DIGEST', direction: 'OUTBOUND', caller: 'sip:bob@a', callee: 'sip:1@b',"
                        + " destination: '4912345', gatewayId: 'edge-1', at: new Date().toISOString(), event: {type: 'CallAttempted'}}");
        browser.await(
                "the new call",
                "document.querySelector('#view-calls .line[aria-rowindex=\"2\"]').innerText.includes('4912345')");

        // Then
        assertThat(browser.text("[aria-selected=true] .destination")).isEqualTo(chosen);
    }

    @Test
    void shouldTellOfDecisionsWithTheirReason() {
        // When
        hear(
                "Termination",
                "{terminationId: 't1', revision: 0, issuedAt: new Date().toISOString(), at: new Date().toISOString(), callId: 'c-1',"
                        + " account: 'alice', reason: 'FRAUD_VERDICT', detail: 'premium numbers', verdictId: 'v-17'}");

        // Then
        browser.await("the decision", "document.querySelector('.decision')");
        assertThat(browser.text(".decision")).contains("terminated", "alice", "fraud verdict: premium numbers");
        browser.await("the word", "document.querySelector('#said').innerText.includes('fraud verdict')");
        browser.find(".decision").click();
        assertThat(browser.text("dialog")).contains("v-17");
    }

    /** As if it had come with the events. */
    private static void hear(String name, String record) {
        browser.run("return Promise.all([import('/js/model.js'), import('/js/state.js')]).then(([model, kept]) =>"
                + " kept.changed(...model.apply(kept.state, '" + name + "', " + record + ", Date.now())))");
    }

    private static Object active(String what) {
        return browser.run("return document.activeElement." + what);
    }

    @Test
    void shouldSayThatItIsOfflineAndComeBackByItself() {
        // When
        browser.network(false);

        // Then
        browser.await("the word", "!document.querySelector('#trouble').hidden");
        assertThat(browser.text("#trouble")).contains("does not answer", "as of", "Try now");
        assertThat(browser.number(ROWS)).isGreaterThan(10);
        browser.network(true);
        browser.await("it to be back", "document.querySelector('#trouble').hidden");
        browser.errors();
    }

    @Test
    void shouldAskForTheTokenAndKeepItWithTheTab() {
        try (var guarded = serve("s3cret", 50)) {
            // Given
            browser.open(guarded.uri().resolve("/"));
            browser.await("the question", "document.querySelector('dialog input[type=password]')");
            browser.press("wrong", Keys.ENTER);
            browser.await("it again", "document.querySelector('dialog')?.innerText.includes('is not it')");

            // When
            browser.press("s3cret", Keys.ENTER);

            // Then
            browser.await("the calls", ROWS + " > 10");
            browser.open(guarded.uri().resolve("/"));
            browser.await("the calls without a question", ROWS + " > 10 && !document.querySelector('dialog')");
            assertThat(browser.holds("localStorage.length === 0 && document.cookie === ''"))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls", "accounts", "blacklist", "decisions", "gateways"})
    void shouldBeReadableInBothThemesAndOnAPhone(String view) {
        browser.run("location.hash = arguments[0]", view);
        browser.await("the view", "document.body.dataset.view === arguments[0]", view);
        for (var theme : new String[] {"dark", "light"}) {
            browser.prefers(theme);
            for (int width : new int[] {1440, 390}) {
                browser.resize(width, 844);
                browser.screenshot(view + "-" + theme + "-" + width);
                assertThat(browser.run(Checks.FAULTS))
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .as(view + ", " + theme + ", " + width)
                        .isEmpty();
            }
        }
    }
}
