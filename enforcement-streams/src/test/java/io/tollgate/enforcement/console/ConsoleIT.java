package io.tollgate.enforcement.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.BalanceAdjustment;
import io.tollgate.CallAttempted;
import io.tollgate.CallEvent;
import io.tollgate.Direction;
import io.tollgate.Identity;
import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.Termination;
import io.tollgate.TerminationReason;
import io.tollgate.enforcement.api.ApiPorts;
import io.tollgate.enforcement.api.Events;
import io.tollgate.enforcement.api.Health;
import io.tollgate.enforcement.api.HttpApi;
import io.tollgate.enforcement.api.Reads;
import io.tollgate.enforcement.feed.Heard;
import io.tollgate.schemas.setting.HostPort;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
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

    private static final Events EVENTS = new Events("e", 100, () -> {});

    private static Chromium browser;
    private static HttpApi api;

    @BeforeAll
    static void start() {
        browser = Chromium.start();
        api = serve(null, 500, EVENTS);
    }

    /** Closing it closes its events as well. */
    private static HttpApi serve(@Nullable String token, int calls, Events events) {
        var ledger = new ManyCalls(Instant.now(), calls);
        var ports = new ApiPorts(
                () -> new Health(true, "running"),
                () -> "",
                ledger,
                (topic, key, value) -> WRITTEN.add(value),
                Clock.systemUTC(),
                pause -> {});
        return HttpApi.start(HostPort.parse("127.0.0.1:0"), token, ports, Reads.alone(ledger, events));
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
        browser.await("the calls", ROWS + " > 10 && document.querySelector('#link').dataset.link === 'live'");
    }

    @Test
    void shouldHaveOnlyTheRowsInSightOfTenThousandCalls() {
        try (var busy = serve(null, 10_000, new Events("b", 5, () -> {}))) {
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

    /** A browser gives one server six connections, and keeps a page that was left, with what it holds, for a way back. */
    @Test
    void shouldLetGoOfItsConnectionWhenItIsLeft() {
        // When
        browser.run("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))");

        // Then
        browser.await("no events", "document.querySelector('#link').dataset.link !== 'live'");
        browser.await("them again, on the way back", "document.querySelector('#link').dataset.link === 'live'");
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
    void shouldTopUpAnAccountOnlyByAnAmount() throws Exception {
        // Given
        browser.press("2");
        browser.type("#search-accounts", "alice");
        browser.press(Keys.ENTER);
        browser.press(Keys.HOME, "u");
        browser.press("ten", Keys.ENTER);
        browser.await("the fault", "document.querySelector('dialog [aria-invalid=true]') === document.activeElement");
        assertThat(browser.text("dialog [role=alert]")).contains("10.50");

        // When
        browser.type("dialog [name=amount]", "10.50");
        browser.press(Keys.ENTER);

        // Then
        var adjustment = (BalanceAdjustment) WRITTEN.poll(20, TimeUnit.SECONDS);
        assertThat(adjustment.getAccount()).isEqualTo("alice");
        assertThat(adjustment.getAmount()).isEqualTo(10_500_000);
        assertThat(adjustment.getAdjustmentId()).isNotBlank();
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
    void shouldRemoveTheChosenEntryOnceItIsConfirmed() throws Exception {
        // Given
        choose("customer-6");
        browser.press(Keys.DELETE);
        browser.await("the question", "document.querySelector('dialog[open]')");
        assertThat(browser.text("dialog")).contains("Remove this entry?", "customer-6", "night shift", "e-6");
        assertThat(WRITTEN).isEmpty();
        browser.screenshot("blacklist-remove");

        // When
        browser.press(Keys.ENTER);

        // Then
        var command = (OperatorCommand) WRITTEN.poll(20, TimeUnit.SECONDS);
        assertThat(command.getAction()).isEqualTo(OperatorAction.REMOVE);
        assertThat(command.getEntryId()).isEqualTo("e-6");
        assertThat(command.getOperator()).isEqualTo("console");
        browser.await("the word", "document.querySelector('#toasts').innerText.includes('the entry goes')");
    }

    @Test
    void shouldRemoveNoEntryThatFollowsFromAnAccountsState() {
        // Given
        choose("customer-9");

        // When
        browser.press("r");

        // Then
        browser.await("the word", "document.querySelector('#toasts').innerText.includes('keeps this entry itself')");
        assertThat(browser.holds("document.querySelector('dialog')")).isFalse();
        assertThat(WRITTEN).isEmpty();
    }

    private static void choose(String account) {
        browser.press("3");
        browser.type("#search-blacklist", account);
        browser.await("the one entry", "document.querySelector('#view-blacklist .total').innerText.startsWith('1 of')");
        browser.press(Keys.ENTER);
        browser.press(Keys.HOME);
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
        hear(CallEvent.newBuilder()
                .setEventId("e1")
                .setCallId("new")
                .setSipCallId("new@a")
                .setGatewayId("edge-1")
                .setAccount("bob")
                .setIdentity(Identity.DIGEST)
                .setDirection(Direction.OUTBOUND)
                .setCaller("sip:bob@a")
                .setCallee("sip:1@b")
                .setDestination("4912345")
                .setSource("192.0.2.1:5060/udp")
                .setAt(Instant.now())
                .setEvent(new CallAttempted())
                .build());
        browser.await(
                "the new call",
                "document.querySelector('#view-calls .line[aria-rowindex=\"2\"]').innerText.includes('4912345')");

        // Then
        assertThat(browser.text("[aria-selected=true] .destination")).isEqualTo(chosen);
    }

    @Test
    void shouldTellOfDecisionsWithTheirReason() {
        // When
        hear(Termination.newBuilder()
                .setTerminationId("t1")
                .setRevision(0)
                .setIssuedAt(Instant.now())
                .setAt(Instant.now())
                .setCallId("c-1")
                .setAccount("alice")
                .setReason(TerminationReason.FRAUD_VERDICT)
                .setDetail("premium numbers")
                .setVerdictId("v-17")
                .build());

        // Then
        browser.await("the decision", "document.querySelector('.decision')?.innerText.includes('premium numbers')");
        assertThat(browser.text(".decision")).contains("terminated", "alice", "fraud verdict: premium numbers");
        browser.await("the word", "document.querySelector('#said').innerText.includes('fraud verdict')");
        browser.find(".decision").click();
        assertThat(browser.text("dialog")).contains("v-17");
    }

    @Test
    void shouldShowTheGatewaysThatWereHeardBeforeItWasOpened() {
        // When
        browser.press("5");

        // Then
        browser.await("the gateways", "document.querySelectorAll('#view-gateways .card').length === 3");
        assertThat(browser.text("#view-gateways .card:nth-child(1)"))
                .contains("edge-1", "serving", "500", "198.51.100.1:5060");
        assertThat(browser.text("#view-gateways .card:nth-child(2)")).contains("edge-2", "draining");
        assertThat(browser.text("#view-gateways .card:nth-child(3)")).contains("edge-3", "lost");
    }

    private static void hear(SpecificRecord record) {
        EVENTS.hear(new Heard(record.getClass(), "key", record, Instant.now(), true));
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
        try (var guarded = serve("s3cret", 50, new Events("g", 5, () -> {}))) {
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
        Checks.look(browser, view);
    }
}
