package io.tollgate.enforcement.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.Provision;
import io.tollgate.enforcement.account.Terms;
import io.tollgate.enforcement.blacklist.Entry;
import io.tollgate.enforcement.blacklist.EntryKind;
import io.tollgate.enforcement.blacklist.EntryOrder;
import io.tollgate.enforcement.blacklist.EntryReason;
import io.tollgate.enforcement.blacklist.EntryState;
import io.tollgate.enforcement.blacklist.Subjects;
import io.tollgate.enforcement.call.AbsentCall;
import io.tollgate.enforcement.call.CallDetails;
import io.tollgate.enforcement.call.Channel;
import io.tollgate.enforcement.call.Direction;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.call.Owner;
import io.tollgate.enforcement.call.Vouch;
import io.tollgate.enforcement.charge.Charge;
import io.tollgate.enforcement.charge.CreditModel;
import io.tollgate.enforcement.charge.Hold;
import io.tollgate.enforcement.charge.PaymentTerms;
import io.tollgate.enforcement.charge.Purse;
import io.tollgate.enforcement.charge.Told;
import io.tollgate.enforcement.lease.Gateway;
import io.tollgate.enforcement.lease.Life;
import io.tollgate.enforcement.lease.Phase;
import io.tollgate.enforcement.rating.ListedRate;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import io.tollgate.enforcement.rating.Tariff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StateFormsTest {

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final Entry ENTRY = new Entry(
            "e",
            new Subjects("b\u00f6b", "882", "10.0.0.0/8"),
            EntryKind.ALLOW,
            EntryReason.OPERATOR,
            "why",
            "olga",
            AT,
            AT.plusSeconds(1));
    private static final Entry BARE = Entry.ofAccount("e", "bob", EntryReason.ACCOUNT_DISABLED, AT, null);
    private static final CallDetails DETAILS = new CallDetails(
            "sip", "gw", Long.MAX_VALUE, Direction.INBOUND, "from", "to", "49", "[2001:db8::1]:5060/tcp");

    private static final Owner FIRST = new Owner("gw", Long.MAX_VALUE, 0);
    private static final Owner MOVED = new Owner("other", 3, 7);

    static Stream<Arguments> states() {
        return Stream.of(
                Arguments.of(EntryForms.states(), new EntryState.Standing(ENTRY, AT)),
                Arguments.of(EntryForms.states(), new EntryState.Standing(BARE, AT)),
                Arguments.of(EntryForms.states(), new EntryState.Withdrawn(AT, AT.plusSeconds(9))),
                Arguments.of(EntryForms.orders(), new EntryOrder.Write("o", AT, ENTRY)),
                Arguments.of(EntryForms.orders(), new EntryOrder.Withdraw("o", AT, "e")),
                Arguments.of(AccountForms.standings(), AccountStanding.UNKNOWN),
                Arguments.of(
                        AccountForms.standings(),
                        new AccountStanding(
                                Provision.FORGOTTEN,
                                new Terms(
                                        false,
                                        7,
                                        true,
                                        false,
                                        new PaymentTerms(CreditModel.POSTPAID, new Money(9), "USD", "gold", 60)),
                                70_000,
                                new Purse(new Money(-5), new Money(6), new Money(7), AT, 8),
                                AT.plusMillis(1))),
                Arguments.of(
                        CallForms.liveCalls(),
                        new LiveCall("c", DETAILS, true, AT, null, null, Channel.NONE, false, null, MOVED, 0)),
                Arguments.of(
                        CallForms.liveCalls(),
                        new LiveCall(
                                "c",
                                DETAILS,
                                false,
                                AT,
                                AT,
                                AT.plusMillis(1),
                                Channel.HELD,
                                true,
                                charge(null),
                                FIRST,
                                1)),
                Arguments.of(
                        CallForms.liveCalls(),
                        new LiveCall(
                                "c",
                                DETAILS,
                                false,
                                AT,
                                AT,
                                AT,
                                Channel.HELD,
                                true,
                                charge(AT.plusSeconds(3)),
                                FIRST,
                                2)),
                Arguments.of(
                        CallForms.liveCalls(),
                        new LiveCall(
                                "c",
                                DETAILS,
                                false,
                                AT,
                                AT,
                                null,
                                Channel.HELD,
                                true,
                                new Hold(new Money(5), Integer.MAX_VALUE),
                                FIRST,
                                0)),
                Arguments.of(LeaseForms.VOUCHES, new Vouch("bob", "c", MOVED)),
                Arguments.of(
                        LeaseForms.GATEWAYS,
                        Gateway.of(new Life(
                                        3,
                                        AT,
                                        AT.plusMillis(1),
                                        Phase.STARTING,
                                        Duration.ofMillis(7),
                                        "192.0.2.1:5060",
                                        3))
                                .heard(new Life(
                                        4,
                                        AT,
                                        AT.plusSeconds(1),
                                        Phase.STOPPED,
                                        Duration.ofMillis(8),
                                        "192.0.2.1:5060",
                                        3))),
                Arguments.of(
                        LeaseForms.REMEMBERED, new RememberedCall(new AbsentCall.Awaited(MOVED), AT.plusSeconds(1))),
                Arguments.of(
                        LeaseForms.REMEMBERED,
                        new RememberedCall(new AbsentCall.Lost(answered(FIRST, 3), AT.plusSeconds(1)), AT)),
                Arguments.of(RateForms.SERDE, RATE),
                Arguments.of(CallKey.SERDE, new CallKey("bob", "c1")));
    }

    private static final ListedRate RATE = new ListedRate(new RateTerms(new Money(1), new Money(2), 60, 6), "Germany");

    private static Charge charge(@Nullable Instant cutAt) {
        var tariff = new Tariff("gold", "49", new RateTerms(new Money(1), new Money(2), 60, 6));
        return new Charge(tariff, "EUR", true, 7, AT, cutAt, new Told(3, cutAt, List.of(AT, AT.plusSeconds(1))));
    }

    @ParameterizedTest
    @MethodSource("states")
    <T> void shouldReadWhatItWrote(Serde<T> serde, T state) {
        // When
        byte[] bytes = serde.serializer().serialize("topic", state);

        // Then
        assertThat(serde.deserializer().deserialize("topic", bytes)).isEqualTo(state);
    }

    @Test
    void shouldTakeTheTellerForTheOwnerWhenACallIsFromBeforeCallsMoved() {
        // Given
        byte[] bytes = CallForms.liveCalls().serializer().serialize("topic", answered(MOVED, 5));
        bytes[0] = 2;

        // When
        var read = CallForms.liveCalls().deserializer().deserialize("topic", bytes);

        // Then
        assertThat(read).isEqualTo(answered(FIRST, 0));
    }

    @Test
    void shouldReadARateFromBeforeRatesHadADescription() {
        // Given
        byte[] bytes = RateForms.SERDE.serializer().serialize("topic", RATE);
        bytes[0] = 1;

        // When
        var read = RateForms.SERDE.deserializer().deserialize("topic", bytes);

        // Then
        assertThat(read).isEqualTo(new ListedRate(RATE.terms(), ""));
    }

    private static LiveCall answered(Owner owner, int revision) {
        return new LiveCall(
                "c", DETAILS, false, AT, AT, AT.plusMillis(1), Channel.HELD, true, charge(null), owner, revision);
    }

    @Test
    void shouldRefuseStateOfANewerRelease() {
        // Given
        byte[] bytes = AccountForms.standings().serializer().serialize("topic", AccountStanding.UNKNOWN);
        bytes[0] = 3;

        // When / Then
        assertThatThrownBy(() -> AccountForms.standings().deserializer().deserialize("topic", bytes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 3");
    }
}
