package io.tollgate.system;

import static io.tollgate.testsupport.fixture.Orders.command;
import static io.tollgate.testsupport.fixture.Orders.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Action;
import io.tollgate.BlacklistEntry;
import io.tollgate.CallEvent;
import io.tollgate.CallRefused;
import io.tollgate.EntryKind;
import io.tollgate.FraudVerdict;
import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.RefusalReason;
import io.tollgate.phone.Call;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.testsupport.fixture.Cast;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is refused at the gateway, on whose word and for how long; and what is not. */
class BlacklistSystemTest {

    /** One number, as customers' devices write it. */
    private static final List<String> WAYS_TO_WRITE_IT = List.of(
            "00882990012345",
            "+882990012345",
            "%2B882990012345",
            "%2b882990012345",
            "+%38%382990012345",
            "8-82-990012345",
            "+882-(99)00.12345",
            "882990012345;phone-context=example.org",
            "990012345;phone-context=+882",
            "990012345;phone-context=%2B882",
            "+882990012345;isub=1411",
            "tel:+882-990-012345",
            "tel:990012345;phone-context=+882");

    private static final List<String> OTHER_NUMBERS =
            List.of("0088", "+4988299001", "+8812345678", "00881882", "188200", "+49882;isub=882");

    private final Cluster cluster = Cluster.shared();
    private final GatewayProcess gateway = cluster.first();

    @Test
    void shouldRefuseThePrefixHoweverTheNumberIsWritten() {
        // Given
        String account = "blacklist-ways";
        blacklist(verdict(Action.BLACKLIST).setAccount(account).setDestinationPrefix(Cast.PREMIUM_PREFIX));
        gateway.awaitMessageStatus(account, Cast.PREMIUM, 403);
        try (Phone phone = gateway.phone(account).open()) {
            for (String number : WAYS_TO_WRITE_IT) {

                // When
                PlacedCall call = phone.invite(uri(number, phone));

                // Then
                assertThat(call.awaitEnded().status()).as(number).isEqualTo(403);
                assertThat(reachedUpstream(call)).as(number).isFalse();
                CallEvent refused =
                        cluster.awaitEvents(call.callId(), account, 1).get(0);
                assertThat(refused.getDestination()).as(number).isEqualTo(Cast.PREMIUM);
                assertThat(refused.getEvent())
                        .as(number)
                        .isInstanceOfSatisfying(
                                CallRefused.class,
                                event -> assertThat(event.getReason()).isEqualTo(RefusalReason.BLACKLISTED));
            }
        }
    }

    @Test
    void shouldLetOtherNumbersPassWhenAPrefixIsBlacklisted() {
        // Given
        String account = "blacklist-others";
        blacklist(verdict(Action.BLACKLIST).setAccount(account).setDestinationPrefix(Cast.PREMIUM_PREFIX));
        gateway.awaitMessageStatus(account, Cast.PREMIUM, 403);
        try (Phone phone = gateway.phone(account).open();
                Phone neighbour = gateway.phone("blacklist-neighbour").open()) {
            for (String number : OTHER_NUMBERS) {

                // When
                PlacedCall call = phone.invite(uri(number, phone));

                // Then
                assertPasses(call);
            }
            assertPasses(neighbour.invite(Cast.PREMIUM));
        }
    }

    @Test
    void shouldLetTheAccountsOwnExceptionDecideBeforeAGlobalRefusal() {
        // Given
        String account = "blacklist-excepted";
        order(command(OperatorAction.BLACKLIST).setDestinationPrefix("7799"));
        order(command(OperatorAction.BLACKLIST)
                .setAccount(account)
                .setDestinationPrefix("77991")
                .setKind(EntryKind.ALLOW));
        gateway.awaitMessageStatus(account, "+779922", 403);
        gateway.awaitMessageStatus(account, "+779911", 200);
        try (Phone excepted = gateway.phone(account).open();
                Phone other = gateway.phone("blacklist-unexcepted").open()) {

            // When
            PlacedCall within = excepted.invite("+7799123");
            PlacedCall outside = excepted.invite("+7799223");
            PlacedCall others = other.invite("+7799123");

            // Then
            assertPasses(within);
            assertThat(outside.awaitEnded().status()).isEqualTo(403);
            assertThat(others.awaitEnded().status()).isEqualTo(403);
        }
    }

    @Test
    void shouldLetTheLongerPrefixDecideAndRefuseWhereBothAreEqual() {
        // Given
        String account = "blacklist-longest";
        order(command(OperatorAction.BLACKLIST).setAccount(account));
        order(command(OperatorAction.BLACKLIST)
                .setAccount(account)
                .setDestinationPrefix("49")
                .setKind(EntryKind.ALLOW));
        order(command(OperatorAction.BLACKLIST).setAccount(account).setDestinationPrefix("4989"));
        order(command(OperatorAction.BLACKLIST)
                .setAccount(account)
                .setDestinationPrefix("4989")
                .setKind(EntryKind.ALLOW));
        gateway.awaitMessageStatus(account, "+33123", 403);
        gateway.awaitMessageStatus(account, "+4930123", 200);
        gateway.awaitMessageStatus(account, "+4989123", 403);
        try (Phone phone = gateway.phone(account).open()) {

            // When
            PlacedCall allowed = phone.invite("+4930123456");
            PlacedCall both = phone.invite("+4989123456");
            PlacedCall rest = phone.invite("+33123456");

            // Then
            assertPasses(allowed);
            assertThat(both.awaitEnded().status()).isEqualTo(403);
            assertThat(rest.awaitEnded().status()).isEqualTo(403);
        }
    }

    @Test
    void shouldLetCallsPassAgainWhenTheSameSourceClears() {
        // Given
        String account = "blacklist-cleared";
        FraudVerdict.Builder imposed = verdict(Action.BLACKLIST).setAccount(account);
        BlacklistEntry entry = blacklist(imposed);
        gateway.awaitMessageStatus(account, Cast.LOCAL, 403);
        cluster.verdict(verdict(Action.CLEAR)
                .setAccount(account)
                .setSource("another-watch")
                .build());
        cluster.verdict(verdict(Action.CLEAR)
                .setAccount(account)
                .setDestinationPrefix("882")
                .build());

        // When: those were another source and another subject; this one is the same
        try (Phone phone = gateway.phone(account).open()) {
            assertThat(phone.invite(Cast.LOCAL).awaitEnded().status()).isEqualTo(403);
            cluster.verdict(verdict(Action.CLEAR).setAccount(account).build());

            // Then
            cluster.blacklist()
                    .awaitNoneStanding(
                            "entry " + entry.getEntryId(),
                            standing -> standing.getEntryId().equals(entry.getEntryId()));
            gateway.awaitMessageStatus(account, Cast.LOCAL, 200);
            assertPasses(phone.invite(Cast.LOCAL));
        }
    }

    @Test
    void shouldRefuseCallsFromABlacklistedNetworkOnly() {
        // Given
        blacklist(verdict(Action.BLACKLIST).setSourceNetwork("127.0.77.0/24"));
        try (Phone within =
                        gateway.phone("blacklist-within").bind("127.0.77.5", 0).open();
                Phone beside =
                        gateway.phone("blacklist-beside").bind("127.0.78.5", 0).open()) {
            io.tollgate.testsupport.scenario.Await.until(
                    "a 403 from the network",
                    Cluster.PATIENCE,
                    () -> GatewayProcess.messageStatus(within, Cast.LOCAL),
                    status -> status == 403);

            // When
            PlacedCall refused = within.invite(Cast.LOCAL);
            PlacedCall passing = beside.invite(Cast.LOCAL);

            // Then
            assertThat(refused.awaitEnded().status()).isEqualTo(403);
            assertThat(reachedUpstream(refused)).isFalse();
            assertPasses(passing);
        }
    }

    @Test
    void shouldRefuseRegisterOnlyOfAWhollyBlacklistedAccount() {
        // Given
        blacklist(verdict(Action.BLACKLIST).setAccount("blacklist-wholly"));
        blacklist(verdict(Action.BLACKLIST).setAccount("blacklist-partly").setDestinationPrefix("882"));
        gateway.awaitMessageStatus("blacklist-wholly", Cast.LOCAL, 403);
        gateway.awaitMessageStatus("blacklist-partly", Cast.PREMIUM, 403);
        try (Phone wholly = gateway.phone("blacklist-wholly").open();
                Phone partly = gateway.phone("blacklist-partly").open()) {

            // When
            int refused = GatewayProcess.registerStatus(wholly);
            int passed = GatewayProcess.registerStatus(partly);

            // Then
            assertThat(refused).isEqualTo(403);
            assertThat(passed).isEqualTo(200);
        }
    }

    /** Writes a verdict and waits for its entry. */
    private BlacklistEntry blacklist(FraudVerdict.Builder builder) {
        FraudVerdict verdict = builder.build();
        cluster.verdict(verdict);
        return cluster.blacklist()
                .awaitStanding(
                        "the entry of " + verdict,
                        entry -> Objects.equals(entry.getAccount(), verdict.getAccount())
                                && Objects.equals(entry.getDestinationPrefix(), verdict.getDestinationPrefix())
                                && Objects.equals(entry.getSourceNetwork(), verdict.getSourceNetwork())
                                && entry.getSource().equals(verdict.getSource()));
    }

    /** Writes an operator's command and waits for its entry. */
    private void order(OperatorCommand.Builder builder) {
        OperatorCommand command = builder.build();
        cluster.command(command);
        cluster.blacklist()
                .awaitStanding(
                        "the entry of " + command,
                        entry -> Objects.equals(entry.getAccount(), command.getAccount())
                                && Objects.equals(entry.getDestinationPrefix(), command.getDestinationPrefix())
                                && entry.getKind() == command.getKind());
    }

    private static String uri(String number, Phone phone) {
        if (number.startsWith("tel:")) {
            return number;
        }
        String domain = phone.aor().substring(phone.aor().indexOf('@'));
        return "sip:" + number + domain + ";user=phone";
    }

    private boolean reachedUpstream(Call call) {
        return cluster.upstream().calls().stream()
                .anyMatch(received -> received.callId().equals(call.callId()));
    }

    private static void assertPasses(PlacedCall call) {
        call.awaitAnswered();
        call.hangUp();
        assertThat(call.awaitEnded().status()).isEqualTo(200);
    }
}
