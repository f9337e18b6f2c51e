package io.tollgate.schemas.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountRulesTest {

    private static final String LONG = "ü".repeat(512);
    private static final String TOO_LONG = LONG + "x";

    private static Account.Builder alice() {
        return Account.newBuilder().setAccount("ALICE");
    }

    @Test
    void shouldFindNoFaultInSettingsAtTheirLimits() {
        // Given
        var account = alice().setChannelLimit(0)
                .setMaxCallSeconds(1)
                .setCurrency(LONG)
                .setRatePlan(LONG)
                .setHa1(LONG)
                .setIdentities(Collections.nCopies(1_000, LONG))
                .setTrunks(Collections.nCopies(1_000, "192.0.2.1"))
                .build();

        // Then
        assertThat(AccountRules.fault("ALICE", account)).isNull();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(account -> account.setAccount(""), "account is empty"),
                fault(account -> account.setAccount("a\0b"), "account has a NUL"),
                fault(account -> account.setAccount(TOO_LONG), "account has more than 1024 bytes"),
                fault(account -> account.setAccount("BOB"), "key and account differ"),
                fault(account -> account.setChannelLimit(-1), "channelLimit is negative"),
                fault(account -> account.setCreditLimit(-1), "creditLimit is negative"),
                fault(account -> account.setMaxCallSeconds(0), "maxCallSeconds is less than 1"),
                fault(account -> account.setCurrency(""), "currency is empty"),
                fault(account -> account.setCurrency(TOO_LONG), "currency has more than 1024 bytes"),
                fault(account -> account.setRatePlan(TOO_LONG), "ratePlan has more than 1024 bytes"),
                fault(account -> account.setHa1(TOO_LONG), "ha1 has more than 1024 bytes"),
                fault(account -> account.setIdentities(List.of("a", TOO_LONG)), "identities has more than 1024 bytes"),
                fault(
                        account -> account.setIdentities(Collections.nCopies(1_001, "a")),
                        "identities has more than 1000"),
                fault(account -> account.setTrunks(List.of(TOO_LONG)), "trunks has more than 1024 bytes"),
                fault(
                        account -> account.setTrunks(Collections.nCopies(1_001, "192.0.2.1")),
                        "trunks has more than 1000"),
                fault(
                        account -> account.setTrunks(List.of("192.0.2.1", "192.0.2.0/33")),
                        "trunks '192.0.2.0/33' is no network"));
    }

    private static Arguments fault(UnaryOperator<Account.Builder> change, String sentence) {
        return Arguments.of(change, sentence);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldNameTheFault(UnaryOperator<Account.Builder> change, String sentence) {
        // Given
        var account = change.apply(alice()).build();

        // Then
        assertThat(AccountRules.fault("ALICE", account)).hasToString(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "192.0.2.77/24",
                "255.255.255.255/32",
                "::/0",
                "2001:DB8::/32",
                "1:2:3:4:5:6:7:8/128",
                "64:ff9b::192.0.2.1/119",
                "::ffff:192.0.2.1",
                "::ffff:192.0.2.0/120"
            })
    void shouldTakeTrunk(String trunk) {
        assertThat(AccountRules.fault("ALICE", alice().setTrunks(List.of(trunk)).build()))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/24",
                "192.0.2.0/",
                "192.0.2.0/08",
                "192.0.2.0/-1",
                "192.0.2.0/24 ",
                "192.0.2",
                "192.0.2.256",
                "010.1.2.3",
                "10.1.2.03",
                "localhost",
                "2001:db8::/129",
                "2001:db8::/064",
                "2001:db8::1::1",
                "64:ff9b::192.0.2.01",
                "1.2.3.4::",
                "fe80::1%eth0",
                "[2001:db8::1]",
                "\u0661\u0669\u0662.0.2.1"
            })
    void shouldRefuseTrunkThatIsNoNetwork(String trunk) {
        assertThat(AccountRules.fault("ALICE", alice().setTrunks(List.of(trunk)).build()))
                .hasToString("trunks '" + trunk + "' is no network");
    }
}
