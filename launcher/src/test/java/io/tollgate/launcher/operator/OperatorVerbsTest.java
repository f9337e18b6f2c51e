package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all verbs have in common, and the small ones, against an HTTP server that speaks the contract's section 4. */
class OperatorVerbsTest {

    private final FakeApi api = new FakeApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldSayWhenThereAreNone() {
        api.on("GET /api/accounts", 200, "[]").on("GET /api/calls", 200, "[]").on("GET /api/blacklist", 200, "[]");
        api.on("GET /api/decisions", 200, "[]");
        api.on("GET /api/observed", 200, "[]").on("GET /api/gateways", 200, "[]");
        assertThat(api.run("accounts")).isZero();
        assertThat(api.run("calls")).isZero();
        assertThat(api.run("blacklist")).isZero();
        assertThat(api.run("calls", "--why")).isZero();
        assertThat(api.run("observed")).isZero();
        assertThat(api.run("gateways")).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "There are no accounts.",
                        "No call is running.",
                        "Nothing is blacklisted.",
                        "No call was refused or terminated.",
                        "Nothing was decided that was not carried out.",
                        "No gateway was ever heard.");
    }

    @ParameterizedTest
    @CsvSource({
        "accounts, /api/accounts",
        "account alice, /api/accounts/alice",
        "calls, /api/calls",
        "calls --account alice, /api/calls?account=alice",
        "calls --why, /api/decisions",
        "calls --why gw-1, /api/calls/gw-1/why",
        "blacklist, /api/blacklist",
        "observed, /api/observed",
        "observed --account alice, /api/observed?account=alice",
        "gateways, /api/gateways",
        "rate standard 49, /api/rates/standard/49",
    })
    void shouldGiveScriptsTheAnswerAsItIs(String verb, String path) {
        // Given
        api.on("GET " + path, 200, "{\"as\":  [1, \"it\\u00e9 é\"]}");

        // When
        int status = api.run((verb + " --json").split(" "));

        // Then
        assertThat(status).isZero();
        assertThat(api.out()).isEqualToIgnoringNewLines("{\"as\":  [1, \"it\\u00e9 é\"]}");
    }

    /** Their paths would be those of all accounts, calls and entries. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "account ''",
                "account '' forget",
                "topup '' 1",
                "terminate ''",
                "terminate --account ''",
                "blacklist remove ''",
                "rate '' 49"
            })
    void shouldRefuseEmptyNames(String verb) {
        assertThat(api.run(verb.replace("''", "").split(" ", -1))).isEqualTo(1);
        assertThat(api.err()).contains("refused: an empty name");
    }

    @Test
    void shouldReportWhatWouldHaveBeenDone() {
        // Given
        api.on("GET /api/observed", 200, """
                [{"account": "alice", "outcome": "REFUSED", "reason": "BLACKLISTED", "currency": "EUR",
                  "calls": 3, "running": 0, "seconds": 90, "saved": 10500000},
                 {"account": "alice", "outcome": "REFUSED", "reason": "BLACKLISTED", "currency": null,
                  "calls": 0, "running": 1, "seconds": 5, "saved": 0},
                 {"account": "bob", "outcome": "TERMINATED", "reason": "BALANCE_EXHAUSTED", "currency": "USD",
                  "calls": 1, "running": 0, "seconds": 3700, "saved": 250000},
                 {"account": "", "outcome": "TERMINATED", "reason": "OPERATOR", "currency": "EUR",
                  "calls": 2, "running": 0, "seconds": 10, "saved": 0}]""");

        // When
        int status = api.run("observed");

        // Then
        assertThat(status).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "ACCOUNT   WOULD BE    REASON             CALLS  RUNNING  WENT ON      SAVED",
                        "alice     refused     BLACKLISTED            3        0   1m 30s  10.50 EUR",
                        "alice     refused     BLACKLISTED            0        1       5s",
                        "bob       terminated  BALANCE_EXHAUSTED      1        0   1h 01m   0.25 USD",
                        "(others)  terminated  OPERATOR               2        0      10s   0.00 EUR",
                        "In all 7 calls, 10.50 EUR, 0.25 USD saved.");
    }

    @Test
    void shouldListGatewaysWithTheirState() {
        // Given
        api.on("GET /api/gateways", 200, """
                [{"gatewayId": "gw1", "startedAt": "2026-03-01T10:00:00Z", "at": "2026-03-01T11:59:58Z",
                  "state": "SERVING", "lease": "HELD", "liveCalls": 120, "sip": "192.0.2.1:5060"},
                 {"gatewayId": "gw2", "startedAt": "2026-02-27T12:00:00Z", "at": "2026-03-01T11:00:00Z",
                  "state": "SERVING", "lease": "EXPIRED", "liveCalls": 3, "sip": "192.0.2.2:5060"},
                 {"gatewayId": "gw3", "startedAt": "2026-03-01T11:00:00Z", "at": "2026-03-01T11:30:00Z",
                  "state": "STOPPED", "lease": "RELEASED", "liveCalls": 0, "sip": "192.0.2.3:5060"}]""");

        // When
        int status = api.run("gateways");

        // Then
        assertThat(status).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "GATEWAY  STATE    CALLS        HEARD      UP  SIP",
                        "gw1      serving    120       2s ago  2h 00m  192.0.2.1:5060",
                        "gw2      lost         3   1h 00m ago  2d 00h  192.0.2.2:5060",
                        "gw3      stopped      0  30m 00s ago  1h 00m  192.0.2.3:5060");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "rate standard +49 | PREFIX: '+49' is refused",
                "rate standard default | PREFIX: 'default' is refused",
                "rate standard 49 set pricePerMinute=- | pricePerMinute: '-' is refused",
                "rate standard 49 set price=1 | price: '1' is refused",
                "rate standard 49 set | set needs KEY=VALUE",
                "rate standard 49 put | 'put' is nothing to do with a rate",
                "rate standard | PREFIX",
                "account | NAME",
                "account alice forget x | forget takes nothing more",
                "account alice forget --yes | --yes goes with erase",
                "account alice --yes | --yes goes with erase",
                "account alice erase | add --yes",
                "account alice erase x --yes | erase takes nothing more",
                "account alice drop | expected set, forget or erase",
                "observed alice | alice",
                "observed --account | --account",
                "gateways gw1 | gw1",
                "topup alice | AMOUNT",
                "terminate | either a CALL-ID or --account",
                "terminate x --account y | either a CALL-ID or --account",
                "blacklist add | expected an ACCOUNT, --prefix or --network",
                "blacklist add alice --for 2 | --for: '2' is refused",
                "blacklist remove | ID",
                "calls gw-1 | a CALL-ID goes with --why",
                "calls --why gw-1 --account alice | a CALL-ID goes with --why",
                "watch --count 0 | --count: '0' is refused",
                "watch --count x | --count",
                "blacklist drop | drop",
                "accounts x | x",
                "calls --acount x | --acount",
                "accounts --api ftp://x | --api: 'ftp://x' is refused",
                "accounts --api 127.0.0.1:8080 | --api: '127.0.0.1:8080' is refused",
            })
    void shouldRefuseWrongUsage(String arguments, String fault) {
        assertThat(api.run(arguments.split(" "))).isEqualTo(2);
        assertThat(api.err()).contains(fault, "--help'");
        assertThat(api.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounts",
                "account",
                "topup",
                "rate",
                "calls",
                "terminate",
                "blacklist",
                "blacklist add",
                "blacklist remove",
                "observed",
                "gateways",
                "watch"
            })
    void shouldHelpWithAnExample(String verb) {
        assertThat(api.run((verb + " --help").split(" "))).isZero();
        assertThat(api.out()).contains("Example: tollgate " + verb, "--api=URL");
        assertThat(api.err()).isEmpty();
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void shouldBearTheToken() {
        // Given
        api.with("TOLLGATE_API_TOKEN", "s3cret").on("GET /api/accounts", 200, "[]");

        // When
        api.run("accounts");

        // Then
        assertThat(api.last().headers()).containsEntry("Authorization", "Bearer s3cret");
    }

    @Test
    void shouldSayWhatToDoAboutTheToken() {
        // Given
        api.on("GET /api/accounts", 401, "{\"error\": \"a bearer token is needed\"}");

        // When, Then
        assertThat(api.run("accounts")).isEqualTo(1);
        assertThat(api.err()).contains("asks for a token: set TOLLGATE_API_TOKEN");
        assertThat(api.with("TOLLGATE_API_TOKEN", "wrong").run("accounts")).isEqualTo(1);
        assertThat(api.err())
                .contains("does not accept the token in TOLLGATE_API_TOKEN")
                .doesNotContain("wrong");
    }

    @Test
    void shouldSayThatTheHostIsNotServed() {
        api.on("GET /api/accounts", 403, "{\"error\": \"this Host is not ours\"}");
        assertThat(api.run("accounts")).isEqualTo(1);
        assertThat(api.err()).contains("does not serve this machine: this Host is not ours");
    }

    @Test
    void shouldReadAgainOnceWhenToldSo() {
        // Given
        api.on("GET /api/accounts", 503, "{\"error\": \"not here\"}", "Retry-After", "0")
                .on("GET /api/accounts", 200, "[]");

        // When, Then
        assertThat(api.run("accounts")).isZero();
        assertThat(api.asked()).hasSize(2);
    }

    @Test
    void shouldNotWriteAgainByItself() {
        // Given
        api.on("POST /api/blacklist", 503, "{\"error\": \"Kafka is away\"}", "Retry-After", "0");

        // When, Then
        assertThat(api.run("blacklist", "add", "alice")).isEqualTo(1);
        assertThat(api.err()).isEqualToIgnoringNewLines("tollgate: not now: Kafka is away");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void shouldNotCarryTheTokenElsewhere() {
        // Given
        api.with("TOLLGATE_API_TOKEN", "s3cret")
                .on("GET /api/accounts", 302, "", "Location", api.address() + "/elsewhere");

        // When, Then
        assertThat(api.run("accounts")).isEqualTo(1);
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void shouldSayThatNobodyListens() throws IOException {
        // Given
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        // When, Then
        assertThat(api.run("accounts", "--api", "http://127.0.0.1:" + port)).isEqualTo(1);
        assertThat(api.err())
                .isEqualToIgnoringNewLines("tollgate: cannot reach Tollgate's API at http://127.0.0.1:" + port
                        + ": nothing listens there (--api URL or TOLLGATE_API)");
    }

    @Test
    void shouldSayThatSomethingElseListens() {
        api.on("GET /api/accounts", 200, "<html>").on("GET /api/calls", 502, "<html>");
        assertThat(api.run("accounts")).isEqualTo(1);
        assertThat(api.run("calls")).isEqualTo(1);
        assertThat(api.err()).contains("is something else listening there?", "it answered with status 502");
    }
}
