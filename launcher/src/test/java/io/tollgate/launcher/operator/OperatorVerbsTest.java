package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.launcher.operator.FakeApi.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each verb against an HTTP server that speaks the contract's section 4: what it asks, says and leaves with. */
class OperatorVerbsTest {

    private static final String ALICE = """
            {"account": "alice", "enabled": true, "channelLimit": 2, "creditModel": "PREPAID", "creditLimit": 0,
             "currency": "EUR", "ratePlan": "standard", "maxCallSeconds": null, "identities": ["al"], "trunks": [],
             "strictAdmission": false, "admitWithoutDecision": null,
             "balance": 10500000, "activeChannels": 1, "exhaustsAt": "2026-03-01T14:05:00Z", "blocked": null,
             "updatedAt": "2026-03-01T11:59:00Z"}""";
    private static final String BOB = """
            {"account": "bob", "enabled": true, "channelLimit": null, "creditModel": "POSTPAID",
             "creditLimit": 50000000, "currency": "USD", "ratePlan": null, "balance": -1234567,
             "activeChannels": 0, "exhaustsAt": null, "blocked": "NO_BALANCE"}""";
    private static final String CALL = """
            {"callId": "gw1-1-7", "sipCallId": "x@y", "account": "alice", "direction": "OUTBOUND",
             "caller": "sip:alice@example.org", "destination": "4930123456", "currency": "EUR",
             "attemptedAt": "2026-03-01T11:58:00Z", "answeredAt": "2026-03-01T11:58:30Z", "cost": 30000,
             "state": "ANSWERED"}""";

    private final FakeApi api = new FakeApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldListAccounts() {
        // Given
        api.on("GET /api/accounts", 200, "[" + ALICE + "," + BOB + "]");

        // When
        int status = api.run("accounts");

        // Then
        assertThat(status).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "ACCOUNT        BALANCE  CHANNELS  CREDIT              PLAN      STATE",
                        "alice        10.50 EUR       1/2  prepaid             standard  money gone in 2h 05m",
                        "bob      -1.234567 USD         0  postpaid to -50.00            NO_BALANCE");
        assertThat(api.err()).isEmpty();
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

    @Test
    void shouldShowAnAccount() {
        // Given
        api.on("GET /api/accounts/alice", 200, ALICE);

        // When
        int status = api.run("account", "alice");

        // Then
        assertThat(status).isZero();
        assertThat(api.out().lines())
                .contains(
                        "account          alice",
                        "balance          10.50 EUR",
                        "channels         1/2",
                        "money gone at    14:05:00",
                        "creditLimit      0.00",
                        "identities       al",
                        "as of            11:59:00")
                .noneMatch(line -> line.startsWith("maxCallSeconds"));
    }

    @Test
    void shouldSayThatAnAccountIsUnknown() {
        // Given
        api.on("GET /api/accounts/zo%C3%AB%2F1%20a", 404, "{\"error\": \"no account 'zoë/1 a'\"}");

        // When
        int status = api.run("account", "zoë/1 a");

        // Then
        assertThat(status).isEqualTo(1);
        assertThat(api.err()).isEqualToIgnoringNewLines("tollgate: no account 'zoë/1 a'");
        assertThat(api.out()).isEmpty();
    }

    @Test
    void shouldChangeWhatIsNamedAndKeepTheRest() {
        // Given
        api.on("GET /api/accounts/alice", 200, ALICE).on("PUT /api/accounts/alice", 202, "{\"account\": \"alice\"}");

        // When
        int status = api.run(
                "account",
                "alice",
                "set",
                "channelLimit=3",
                "creditModel=postpaid",
                "creditLimit=12.5",
                "trunks=192.0.2.7, 198.51.100.0/24",
                "ratePlan=-",
                "identities=",
                "strictAdmission=yes");

        // Then
        assertThat(api.err()).isEmpty();
        assertThat(status).isZero();
        assertThat(Json.read(api.last().body())).isEqualTo(Json.read("""
                {"enabled": true, "channelLimit": 3, "creditModel": "POSTPAID", "creditLimit": 12500000,
                 "currency": "EUR", "ratePlan": null, "trunks": ["192.0.2.7", "198.51.100.0/24"],
                 "strictAdmission": true}"""));
        assertThat(api.last().headers()).containsEntry("Content-type", "application/json");
        assertThat(api.out())
                .isEqualToIgnoringNewLines("account alice: channelLimit 2 -> 3, creditModel PREPAID -> POSTPAID,"
                        + " creditLimit 0.00 -> 12.50, trunks - -> 192.0.2.7,198.51.100.0/24, ratePlan standard -> -,"
                        + " identities al -> -, strictAdmission false -> true");
    }

    @Test
    void shouldCreateAnAccountThatIsNotThere() {
        // Given
        api.on("PUT /api/accounts/carol", 202, "{}");

        // When
        int status = api.run("account", "carol", "set", "ha1=0123456789abcdef0123456789abcdef");

        // Then
        assertThat(status).isZero();
        assertThat(api.last().body()).isEqualTo("{\"ha1\":\"0123456789abcdef0123456789abcdef\"}");
        assertThat(api.out()).isEqualToIgnoringNewLines("account carol: created");
    }

    @Test
    void shouldNeverShowASecret() {
        // Given
        api.on("GET /api/accounts/alice", 200, ALICE).on("PUT /api/accounts/alice", 202, "{}");

        // When
        int status = api.run("account", "alice", "set", "ha1=0123456789abcdef0123456789abcdef");

        // Then
        assertThat(status).isZero();
        assertThat(api.out()).isEqualToIgnoringNewLines("account alice: ha1 set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "channelLimit=two | channelLimit: 'two' is refused, expected a whole number",
                "enabled=maybe | enabled: 'maybe' is refused, expected true or false",
                "creditModel=FREE | creditModel: 'FREE' is refused, expected one of UNMETERED, PREPAID, POSTPAID",
                "creditLimit=1e3 | creditLimit: '1e3' is refused, expected an amount such as",
                "balance=10 | balance: '10' is refused, expected one of the keys enabled, channelLimit,",
                "account=bob | account: 'bob' is refused, expected one of the keys",
                "channelLimit | channelLimit: '' is refused, expected KEY=VALUE",
            })
    void shouldNameTheKeyThatIsWrong(String assignment, String fault) {
        // When
        int status = api.run("account", "alice", "set", "currency=USD", assignment);

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(api.err()).contains("tollgate: " + fault);
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void shouldTellAllFaultsTogether() {
        assertThat(api.run("account", "alice", "set", "enabled=x", "enabled=no", "enabled=yes", "a=b"))
                .isEqualTo(2);
        assertThat(api.err().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("tollgate: enabled: 'x'"))
                .anyMatch(line -> line.startsWith("tollgate: enabled: 'yes' is refused, expected each key once"))
                .anyMatch(line -> line.startsWith("tollgate: a: 'b'"));
    }

    @Test
    void shouldForgetAnAccount() {
        // Given
        api.on("DELETE /api/accounts/alice", 202, "{}");

        // When, Then
        assertThat(api.run("account", "alice", "forget")).isZero();
        assertThat(api.out()).contains("forgotten");
        assertThat(api.run("account", "bob", "forget")).isEqualTo(1);
    }

    @Test
    void shouldEraseAnAccountWithTheEntriesThatNameIt() {
        // Given
        api.on("GET /api/blacklist", 200, """
                        [{"entryId": "e1", "account": "alice", "reason": "OPERATOR"},
                         {"entryId": "e/2", "account": "alice", "reason": "FRAUD_VERDICT"},
                         {"entryId": "gone", "account": "alice", "reason": "FRAUD_VERDICT"},
                         {"entryId": "e3", "account": "bob", "reason": "OPERATOR"},
                         {"entryId": "e4", "destinationPrefix": "882", "reason": "OPERATOR"},
                         {"entryId": "no-balance:alice", "account": "alice", "reason": "NO_BALANCE"}]""")
                .on("DELETE /api/accounts/alice", 202, "{}")
                .on("DELETE /api/blacklist/e1?operator=night&reason=account%20erased", 202, "{}")
                .on("DELETE /api/blacklist/e%2F2?operator=night&reason=account%20erased", 202, "{}")
                .with("USER", "night");

        // When
        int status = api.run("account", "alice", "erase", "--yes");

        // Then
        assertThat(status).isZero();
        assertThat(api.out())
                .contains("account alice: forgotten;", "entries removed: 2.", "call records", "docs/data.md");
        assertThat(api.asked())
                .extracting(Asked::line)
                .containsExactly(
                        "GET /api/blacklist",
                        "DELETE /api/accounts/alice",
                        "DELETE /api/blacklist/e1?operator=night&reason=account%20erased",
                        "DELETE /api/blacklist/e%2F2?operator=night&reason=account%20erased",
                        "DELETE /api/blacklist/gone?operator=night&reason=account%20erased");
    }

    @Test
    void shouldGoOnWithAnErasureThatWasBrokenOff() {
        // Given
        api.on("GET /api/blacklist", 200, "[{\"entryId\": \"e1\", \"account\": \"alice\", \"reason\": \"OPERATOR\"}]")
                .on("DELETE /api/blacklist/e1?operator=operator&reason=account%20erased", 202, "{}");

        // When
        int status = api.run("account", "alice", "erase", "--yes", "--json");

        // Then
        assertThat(status).isZero();
        assertThat(api.out())
                .isEqualToIgnoringNewLines("{\"account\":\"alice\",\"forgotten\":false,\"entriesRemoved\":[\"e1\"]}");
    }

    @Test
    void shouldEraseNoMistypedName() {
        // Given
        api.on("GET /api/blacklist", 200, "[]");

        // When, Then
        assertThat(api.run("account", "alcie", "erase", "--yes")).isEqualTo(1);
        assertThat(api.err()).contains("no account 'alcie'");
        assertThat(api.out()).isEmpty();
    }

    @Test
    void shouldNotSayErasedWhereTheListWasNotWhole() {
        // Given
        String entry = "{\"entryId\": \"e\", \"account\": \"bob\", \"reason\": \"OPERATOR\"}";
        api.on("GET /api/blacklist", 200, "[" + String.join(",", Collections.nCopies(10_000, entry)) + "]")
                .on("DELETE /api/accounts/alice", 202, "{}");

        // When, Then
        assertThat(api.run("account", "alice", "erase", "--yes")).isEqualTo(1);
        assertThat(api.err()).contains("others may name the account");
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

    @Test
    void shouldTopUpExactly() {
        // Given
        api.on("GET /api/accounts/alice", 200, ALICE)
                .on("POST /api/accounts/alice/adjustments", 202, "{\"adjustmentId\": \"v1\"}");

        // When
        int status = api.run("topup", "alice", "10.50", "--reason", "voucher \"1\"", "--id", "v1");

        // Then
        assertThat(status).isZero();
        assertThat(Json.read(api.last().body())).isEqualTo(Json.read("""
                {"adjustmentId": "v1", "amount": 10500000, "reason": "voucher \\"1\\""}"""));
        assertThat(api.out()).isEqualToIgnoringNewLines("account alice: +10.50 EUR (adjustment v1)");
    }

    @Test
    void shouldSayHowToRepeatATopUpWhoseOutcomeIsUnknown() {
        // Given
        api.on("GET /api/accounts/alice", 200, ALICE)
                .on("POST /api/accounts/alice/adjustments", 503, "{\"error\": \"Kafka is away\"}");

        // When
        int status = api.run("topup", "alice", "10.50");

        // Then
        assertThat(status).isEqualTo(1);
        Object id = Fields.of(api.last().body()).text("adjustmentId");
        assertThat(api.err()).contains("Kafka is away").contains("repeat it with --id " + id + ",");
    }

    @Test
    void shouldTakeMoneyOffWhenTheAmountIsNegative() {
        // Given
        api.on("GET /api/accounts/alice", 200, ALICE).on("POST /api/accounts/alice/adjustments", 202, "{}");

        // When
        int status = api.run("topup", "alice", "-2.000001");

        // Then
        assertThat(status).isZero();
        assertThat(api.last().body()).contains("\"amount\":-2000001");
        assertThat(api.out()).startsWith("account alice: -2.000001 EUR (adjustment ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.00", "ten", "1.0000001", "1,5", "-"})
    void shouldRefuseWhatIsNoAmount(String amount) {
        assertThat(api.run("topup", "alice", amount)).isEqualTo(2);
        assertThat(api.err()).contains("AMOUNT: '" + amount + "' is refused, expected an amount such as 10.50");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void shouldNotTopUpAMistypedName() {
        assertThat(api.run("topup", "alcie", "5")).isEqualTo(1);
        assertThat(api.asked()).extracting(Asked::line).containsExactly("GET /api/accounts/alcie");
    }

    @Test
    void shouldShowARate() {
        // Given
        api.on("GET /api/rates/standard/49", 200, """
                {"plan": "standard", "prefix": "49", "pricePerMinute": 50000, "connectFee": 0,
                 "initialIncrementSeconds": 60, "incrementSeconds": 1, "description": "Germany"}""");

        // When, Then
        assertThat(api.run("rate", "standard", "49")).isZero();
        assertThat(api.out().lines())
                .contains("price a minute  0.05", "increments      60/1 s", "description     Germany");
    }

    @Test
    void shouldShowTheRateForEveryOtherDestination() {
        // Given
        api.on("GET /api/rates/standard/", 200, """
                {"plan": "standard", "prefix": "", "pricePerMinute": 50000, "connectFee": 0,
                 "initialIncrementSeconds": 60, "incrementSeconds": 1, "description": null}""");

        // When, Then
        assertThat(api.run("rate", "standard", "")).isZero();
        assertThat(api.out().lines()).contains("prefix          (every other)", "price a minute  0.05");
    }

    @Test
    void shouldChangeTheRateForEveryOtherDestination() {
        // Given
        api.on("GET /api/rates/standard/", 200, """
                {"plan": "standard", "prefix": "", "pricePerMinute": 50000, "connectFee": 0,
                 "initialIncrementSeconds": 60, "incrementSeconds": 1, "description": null}""");
        api.on("PUT /api/rates/standard/", 202, "{}");

        // When, Then
        assertThat(api.run("rate", "standard", "", "set", "pricePerMinute=0.07"))
                .isZero();
        assertThat(api.last().line()).isEqualTo("PUT /api/rates/standard/");
        assertThat(api.last().body()).contains("\"pricePerMinute\":70000", "\"initialIncrementSeconds\":60");
        assertThat(api.out()).isEqualToIgnoringNewLines("rate standard/: pricePerMinute 0.05 -> 0.07");
    }

    @Test
    void shouldRemoveTheRateForEveryOtherDestination() {
        // Given
        api.on("DELETE /api/rates/standard/", 202, "{}");

        // When, Then
        assertThat(api.run("rate", "standard", "", "remove")).isZero();
        assertThat(api.last().line()).isEqualTo("DELETE /api/rates/standard/");
    }

    @Test
    void shouldSetARate() {
        // Given
        api.on("PUT /api/rates/standard/49", 202, "{}");

        // When, Then
        assertThat(api.run("rate", "standard", "49", "set", "pricePerMinute=0.05", "description=Germany, all"))
                .isZero();
        assertThat(api.last().body()).isEqualTo("{\"pricePerMinute\":50000,\"description\":\"Germany, all\"}");
        assertThat(api.out()).isEqualToIgnoringNewLines("rate standard/49: created");
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

    @Test
    void shouldListCallsWithTheirTimeAndCost() {
        // Given
        api.on("GET /api/calls?account=alice", 200, "[" + CALL + "]");

        // When, Then
        assertThat(api.run("calls", "--account", "alice")).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "ACCOUNT  FROM   TO          STATE       TIME      COST  CALL",
                        "alice    alice  4930123456  answered  1m 30s  0.03 EUR  gw1-1-7");
    }

    @Test
    void shouldSayWhyCallsWereRefusedOrTerminated() {
        // Given
        api.on("GET /api/decisions?account=alice", 200, """
                [{"callId": "gw-2", "account": "alice", "destination": "882", "at": "2026-03-01T11:58:00Z",
                  "outcome": "REFUSED", "explanation": "Refused: the blacklist has prefix 882."},
                 {"callId": "gw-1", "account": "alice", "destination": "4930", "at": "2026-03-01T11:57:00Z",
                  "outcome": "TERMINATED", "explanation": "Terminated: no money left."}]""");

        // When, Then
        assertThat(api.run("calls", "--why", "--account", "alice")).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "TIME      ACCOUNT  TO    OUTCOME     WHY                                     CALL",
                        "11:57:00  alice    4930  terminated  Terminated: no money left.              gw-1",
                        "11:58:00  alice    882   refused     Refused: the blacklist has prefix 882.  gw-2");
    }

    @Test
    void shouldSayOnWhatADecisionRests() {
        // Given
        api.on("GET /api/calls/x%40y/why", 200, """
                {"callId": "gw-1", "sipCallId": "x@y", "account": "alice", "at": "2026-03-01T11:57:00Z",
                 "outcome": "REFUSED", "reason": "CHANNEL_LIMIT", "sipStatus": 486, "rule": "channelLimit",
                 "measured": 2, "limit": 2, "unit": "channels", "orderedBy": "tollgate", "calls": ["gw-7", "gw-8"],
                 "verdictId": null, "explanation": "Refused: full."}""");

        // When, Then
        assertThat(api.run("calls", "--why", "x@y")).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "why         Refused: full.",
                        "outcome     refused",
                        "reason      CHANNEL_LIMIT",
                        "at          11:57:00",
                        "account     alice",
                        "callId      gw-1",
                        "sipCallId   x@y",
                        "sipStatus   486",
                        "rule        channelLimit",
                        "measured    2 channels",
                        "limit       2 channels",
                        "ordered by  tollgate",
                        "calls then  gw-7,gw-8");
        assertThat(api.run("calls", "--why", "other")).isEqualTo(1);
    }

    @Test
    void shouldTerminateACall() {
        // Given
        api.on("DELETE /api/calls/a%2Fb%40192.0.2.7?operator=ops&reason=a%20b%26c", 202, "{\"commandId\": \"c\"}");

        // When, Then
        assertThat(api.with("USER", "ops").run("terminate", "a/b@192.0.2.7", "--reason", "a b&c"))
                .isZero();
        assertThat(api.out()).isEqualToIgnoringNewLines("call a/b@192.0.2.7: ordered to end");
        assertThat(api.run("terminate", "other")).isEqualTo(1);
    }

    @Test
    void shouldTerminateAllCallsOfAnAccount() {
        // Given
        api.on("DELETE /api/accounts/mallory/calls?operator=operator", 202, "{\"commandId\": \"c\"}");

        // When, Then
        assertThat(api.run("terminate", "--account", "mallory", "--json")).isZero();
        assertThat(api.out()).isEqualToIgnoringNewLines("{\"commandId\": \"c\"}");
    }

    @Test
    void shouldListTheBlacklist() {
        // Given
        api.on("GET /api/blacklist", 200, """
                [{"entryId": "e1", "account": "alice", "destinationPrefix": "882", "sourceNetwork": null,
                  "kind": "DENY", "reason": "OPERATOR", "detail": "night", "source": "ops",
                  "createdAt": "2026-03-01T11:00:00Z", "expiresAt": "2026-03-01T13:30:00Z"},
                 {"entryId": "e2", "sourceNetwork": "203.0.113.0/24", "kind": "ALLOW", "reason": "OPERATOR",
                  "source": "ops"}]""");

        // When, Then
        assertThat(api.run("blacklist")).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "ENTRY  KIND   ACCOUNT  PREFIX  NETWORK         REASON    SOURCE  EXPIRES IN  DETAIL",
                        "e1     deny   alice    882                     OPERATOR  ops         1h 30m  night",
                        "e2     allow                   203.0.113.0/24  OPERATOR  ops          never");
    }

    @Test
    void shouldBlacklistForAWhile() {
        // Given
        api.on("POST /api/blacklist", 202, "{\"entryId\": \"e9\"}");

        // When
        int status =
                api.run("blacklist", "add", "alice", "--prefix", "882", "--for", "2h", "--reason", "premium at night");

        // Then
        assertThat(status).isZero();
        assertThat(Json.read(api.last().body())).isEqualTo(Json.read("""
                {"account": "alice", "destinationPrefix": "882", "kind": "DENY",
                 "expiresAt": "2026-03-01T14:00:00Z", "operator": "operator", "reason": "premium at night"}"""));
        assertThat(api.out()).isEqualToIgnoringNewLines("blacklisted: entry e9");
    }

    @Test
    void shouldExceptANetwork() {
        // Given
        api.on("POST /api/blacklist", 202, "{\"entryId\": \"e9\"}");

        // When, Then
        assertThat(api.run("blacklist", "add", "--network", "203.0.113.0/24", "--allow"))
                .isZero();
        assertThat(api.last().body())
                .isEqualTo("{\"sourceNetwork\":\"203.0.113.0/24\",\"kind\":\"ALLOW\",\"operator\":\"operator\","
                        + "\"reason\":\"\"}");
    }

    @Test
    void shouldSayWhichFieldTheApiRefuses() {
        // Given
        api.on("POST /api/blacklist", 400, "{\"error\": \"at least 3 digits\", \"field\": \"destinationPrefix\"}");

        // When, Then
        assertThat(api.run("blacklist", "add", "--prefix", "8")).isEqualTo(1);
        assertThat(api.err()).isEqualToIgnoringNewLines("tollgate: refused: destinationPrefix: at least 3 digits");
    }

    @Test
    void shouldRemoveAnEntry() {
        api.on("DELETE /api/blacklist/e1?operator=operator", 202, "{}");
        assertThat(api.run("blacklist", "remove", "e1")).isZero();
        assertThat(api.run("blacklist", "remove", "e2")).isEqualTo(1);
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
