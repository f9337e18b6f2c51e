package io.tollgate.launcher.operator;

import static io.tollgate.launcher.operator.Answers.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verbs for accounts: what they ask, say and leave with. */
class AccountVerbTest {

    private static final String BOB = """
            {"account": "bob", "enabled": true, "channelLimit": null, "creditModel": "POSTPAID",
             "creditLimit": 50000000, "currency": "USD", "ratePlan": null, "balance": -1234567,
             "activeChannels": 0, "exhaustsAt": null, "blocked": "NO_BALANCE"}""";

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
}
