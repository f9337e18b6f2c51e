package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AccountState;
import io.tollgate.BlacklistReason;
import io.tollgate.CallRecord;
import io.tollgate.CallRefused;
import io.tollgate.CreditModel;
import io.tollgate.EndCause;
import io.tollgate.RefusalReason;
import io.tollgate.TerminationReason;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.money.Tariff;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Calls that are ended because of what they cost or how long they last, and what is written about them. */
class CutSystemTest {

    private static final long SECOND = 1_000; // micro-units
    private static final Tariff BY_SECOND = Tariff.bySecond(SECOND);

    private final Cluster cluster = Cluster.shared();
    private final Billing billing = cluster.billing();

    @Test
    void shouldCutCallAtTheInstantItsCreditIsUsedUp() {
        // Given
        String account = "cut-alone";
        billing.open(account, BY_SECOND, 2 * SECOND);
        try (Phone phone = cluster.first().phone(account).open()) {

            // When
            Cut cut = cut(phone.invite(Cast.LOCAL));

            // Then
            cut.assertOfBalance(2);
            CallRecord record = record(cut);
            assertThat(record.getBilledSeconds()).isEqualTo(2);
            assertThat(record.getCost()).isEqualTo(2 * SECOND);
            assertThat(record.getUncollected()).isZero();
            assertThat(record.getRatedPrefix()).isEqualTo(Billing.PREFIX);
            assertThat(record.getRatePlan()).isEqualTo(billing.plan(BY_SECOND));
            assertThat(record.getCurrency()).isEqualTo("EUR");
            assertThat(record.getCause()).isEqualTo(EndCause.TERMINATED);
            assertThat(record.getTerminationReason()).isEqualTo(TerminationReason.BALANCE_EXHAUSTED);
            assertThat(record.getTerminationId()).isEqualTo("balance:" + cut.callId());
            assertThat(record.getAnsweredAt()).isEqualTo(cut.answeredAt());
            AccountState state = cluster.accountStates()
                    .awaitStanding(
                            "an empty balance",
                            each -> each.getAccount().equals(account)
                                    && each.getBalance() == 0
                                    && each.getActiveChannels() == 0);
            assertThat(state.getExhaustsAt()).isNull();
            assertThat(state.getBlocked()).isEqualTo(BlacklistReason.NO_BALANCE);
        }
    }

    @Test
    void shouldTellBeforehandWhenTheBalanceWillBeGone() {
        // Given
        String account = "cut-foretold";
        billing.open(account, BY_SECOND, 600 * SECOND);
        try (Phone phone = cluster.first().phone(account).open()) {

            // When
            PlacedCall call = phone.invite(Cast.LOCAL);
            call.awaitAnswered();

            // Then
            Instant answeredAt =
                    cluster.awaitEvents(call.callId(), account, 3).get(2).getAt();
            cluster.accountStates()
                    .awaitStanding(
                            "the instant at which 600 s are over",
                            state -> state.getAccount().equals(account)
                                    && answeredAt.plusSeconds(600).equals(state.getExhaustsAt()));
            call.hangUp();
            CallRecord record = cluster.callRecords()
                    .await("the record", 1, each -> each.getSipCallId().equals(call.callId()))
                    .get(0);
            assertThat(record.getBilledSeconds()).isEqualTo(BY_SECOND.billed(lasted(record)));
            cluster.awaitBalance(account, 600 * SECOND - record.getCost());
        }
    }

    @Test
    void shouldRefuseCallsWithoutBalanceUntilTopUp() {
        // Given
        String account = "cut-refused";
        billing.open(account, BY_SECOND, SECOND);
        try (Phone phone = cluster.first().phone(account).open()) {
            cut(phone.invite(Cast.LOCAL));
            cluster.first().awaitMessageStatus(account, Cast.LOCAL, 402);

            // When
            PlacedCall refused = phone.invite(Cast.LOCAL);

            // Then
            assertThat(refused.awaitEnded().status()).isEqualTo(402);
            assertThat(refused.answered()).isNotDone();
            assertRefused(refused, account, RefusalReason.NO_BALANCE);
            billing.topUp(account, 100 * SECOND);
            cluster.first().awaitMessageStatus(account, Cast.LOCAL, 200);
            PlacedCall next = phone.invite(Cast.LOCAL);
            next.awaitAnswered();
            next.hangUp();
            next.awaitEnded();
        }
    }

    @Test
    void shouldRefuseCallWhenItsDestinationHasNoRate() {
        // Given
        String account = "cut-unrated";
        billing.open(account, BY_SECOND, 100 * SECOND);
        try (Phone phone = cluster.first().phone(account).open()) {

            // When
            PlacedCall refused = phone.invite("3531234567");

            // Then
            assertThat(refused.awaitEnded(Cluster.PATIENCE).status()).isEqualTo(403);
            assertRefused(refused, account, RefusalReason.UNRATED_DESTINATION);
            cluster.awaitBalance(account, 100 * SECOND);
        }
    }

    @Test
    void shouldCutPostpaidCallWhenItsCreditLimitIsReached() {
        // Given
        String account = "cut-postpaid";
        billing.open(
                account,
                BY_SECOND,
                0,
                settings -> settings.setCreditModel(CreditModel.POSTPAID).setCreditLimit(2 * SECOND));
        try (Phone phone = cluster.first().phone(account).open()) {

            // When
            Cut cut = cut(phone.invite(Cast.LOCAL));

            // Then
            cut.assertOfBalance(2);
            cluster.awaitBalance(account, -2 * SECOND);
        }
    }

    @Test
    void shouldCutCallWhenItHasLastedAsLongAsItMay() {
        // Given
        String account = "cut-max-duration";
        cluster.provision(Accounts.account(account).setMaxCallSeconds(2).build());
        try (Phone phone = cluster.first().phone(account).open()) {

            // When
            Cut cut = cut(phone.invite(Cast.LOCAL));

            // Then
            cut.assertTerminated(
                    "max-duration:" + cut.callId(),
                    TerminationReason.MAX_DURATION,
                    cut.answeredAt().plusSeconds(2));
            CallRecord record = record(cut);
            assertThat(record.getCost()).isZero();
            assertThat(record.getTerminationReason()).isEqualTo(TerminationReason.MAX_DURATION);
        }
    }

    private Cut cut(PlacedCall call) {
        return Cut.await(call, cluster.upstream(), cluster.events());
    }

    private CallRecord record(Cut cut) {
        return cluster.callRecords()
                .await("the record", 1, each -> each.getCallId().equals(cut.callId()))
                .get(0);
    }

    private static long lasted(CallRecord record) {
        return ChronoUnit.MICROS.between(record.getAnsweredAt(), record.getEndedAt());
    }

    private void assertRefused(PlacedCall call, String account, RefusalReason reason) {
        cluster.events()
                .await(
                        "the refusal",
                        1,
                        event -> event.getSipCallId().equals(call.callId())
                                && event.getAccount().equals(account)
                                && event.getEvent() instanceof CallRefused refused
                                && refused.getReason() == reason);
    }
}
