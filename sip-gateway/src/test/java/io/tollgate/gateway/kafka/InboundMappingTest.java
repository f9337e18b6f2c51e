package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Account;
import io.tollgate.CreditModel;
import io.tollgate.gateway.admission.BlacklistEntry;
import io.tollgate.gateway.admission.BlacklistReason;
import io.tollgate.gateway.admission.EntryKind;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Network;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InboundMappingTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final String TOO_LONG = "1".repeat(1_025);

    private static Account.Builder alice() {
        return Account.newBuilder().setAccount("ALICE");
    }

    @Test
    void shouldTakeWhatIdentityAndAdmissionNeedOfAnAccount() throws InvalidRecord {
        // Given
        Account account = alice().setEnabled(false)
                .setCreditModel(CreditModel.POSTPAID)
                .setIdentities(List.of("alice2"))
                .setTrunks(List.of("192.0.2.0/24"))
                .setStrictAdmission(true)
                .setAdmitWithoutDecision(true)
                .setHa1("00")
                .setMaxCallSeconds(60)
                .setChannelLimit(2)
                .build();

        // When
        AccountSettings settings = InboundMapping.account("ALICE", account);

        // Then
        assertThat(settings)
                .isEqualTo(new AccountSettings(
                        "ALICE",
                        false,
                        List.of("alice2"),
                        List.of(network("192.0.2.0/24")),
                        true,
                        true,
                        true,
                        "00",
                        60,
                        2));
    }

    private static Network network(String text) {
        Network network = Network.parse(text);
        assertThat(network).isNotNull();
        return network;
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(account -> account.setAccount("BOB"), "key and account differ"),
                fault(account -> account.setAccount(""), "account is empty"),
                fault(account -> account.setChannelLimit(-1), "channelLimit"),
                fault(account -> account.setCreditLimit(-1), "creditLimit"),
                fault(account -> account.setMaxCallSeconds(0), "maxCallSeconds"),
                fault(account -> account.setCurrency(""), "currency is empty"),
                fault(account -> account.setCurrency(TOO_LONG), "currency has more"),
                fault(account -> account.setRatePlan(TOO_LONG), "ratePlan has more"),
                fault(account -> account.setHa1(TOO_LONG), "ha1 has more"),
                fault(account -> account.setIdentities(List.of(TOO_LONG)), "identities has more"),
                fault(account -> account.setIdentities(Collections.nCopies(1_001, "b")), "identities has more"),
                fault(account -> account.setTrunks(Collections.nCopies(1_001, "192.0.2.1")), "trunks has more"),
                fault(account -> account.setTrunks(List.of(TOO_LONG)), "trunks has more"),
                fault(account -> account.setTrunks(List.of("192.0.2.0/33")), "trunks '192.0.2.0/33' is no network"),
                fault(account -> account.setTrunks(List.of("")), "trunks '' is no network"));
    }

    private static Arguments fault(UnaryOperator<Account.Builder> change, String expected) {
        return Arguments.of(change, expected);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldRefuseAccountThatStreamsWouldSetAside(UnaryOperator<Account.Builder> change, String expected) {
        // Given
        Account account = change.apply(alice()).build();

        // When, Then
        assertThatThrownBy(() -> InboundMapping.account("ALICE", account))
                .isInstanceOf(InvalidRecord.class)
                .hasMessageContaining(expected);
    }

    private static io.tollgate.BlacklistEntry entry(String network) {
        return new io.tollgate.BlacklistEntry(
                "e-1",
                "ALICE",
                "882",
                network,
                io.tollgate.EntryKind.ALLOW,
                io.tollgate.BlacklistReason.OPERATOR,
                "a friend",
                "operator",
                AT,
                AT.plusSeconds(5));
    }

    @Test
    void shouldTakeEntry() throws InvalidRecord {
        assertThat(InboundMapping.entry("e-1", entry("2001:db8::/32")))
                .isEqualTo(new BlacklistEntry(
                        "e-1",
                        "ALICE",
                        "882",
                        network("2001:db8::/32"),
                        EntryKind.ALLOW,
                        BlacklistReason.OPERATOR,
                        AT.plusSeconds(5)));
    }

    @Test
    void shouldRefuseEntryWhoseNetworkIsNone() {
        assertThatThrownBy(() -> InboundMapping.entry("e-1", entry("everywhere")))
                .isInstanceOf(InvalidRecord.class)
                .hasMessageContaining("sourceNetwork");
    }

    @Test
    void shouldRefuseEntryUnderAnotherKey() {
        assertThatThrownBy(() -> InboundMapping.entry("e-2", entry("192.0.2.1")))
                .isInstanceOf(InvalidRecord.class);
    }

    private static io.tollgate.Termination termination(String network) {
        return new io.tollgate.Termination(
                "t-1",
                3L,
                AT,
                "call",
                "ALICE",
                "882",
                network,
                AT.plusSeconds(1),
                io.tollgate.TerminationReason.FRAUD_VERDICT,
                "grounds",
                "v-1");
    }

    @Test
    void shouldTakeTermination() throws InvalidRecord {
        assertThat(InboundMapping.termination(termination("192.0.2.0/24")))
                .isEqualTo(new Termination(
                        "t-1",
                        3,
                        AT,
                        "call",
                        "ALICE",
                        "882",
                        network("192.0.2.0/24"),
                        AT.plusSeconds(1),
                        TerminationReason.FRAUD_VERDICT,
                        "grounds",
                        "v-1"));
    }

    @Test
    void shouldNotTakeNetworkThatIsNoneForEveryNetwork() {
        assertThatThrownBy(() -> InboundMapping.termination(termination("192.0.2.")))
                .isInstanceOf(InvalidRecord.class)
                .hasMessageContaining("sourceNetwork");
    }
}
