package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.BalanceAdjustment;
import io.tollgate.CallRecord;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Money that comes and goes while calls run. */
@ResourceLock(Apart.LANE) // judges how long things take
class BalanceSystemTest {

    private static final long SECOND = 1_000; // micro-units
    private static final Tariff BY_SECOND = Tariff.bySecond(SECOND);
    private static final int MOST_ATTEMPTS = 3;

    private final Cluster cluster = Cluster.shared();
    private final Billing billing = cluster.billing();

    /**
     * The promise is about a top-up that Tollgate has in time; a busy machine may bring it too late. Then the call is cut
     * and the money is there for the next one, as always, and the attempt is made again.
     */
    @Test
    void shouldLetCallGoOnWhenTopUpComes200MillisBeforeItsEnd() {
        boolean wentOn = false;
        for (int attempt = 1; attempt <= MOST_ATTEMPTS && !wentOn; attempt++) {
            // Given
            String account = "balance-in-time-" + attempt;
            billing.open(account, BY_SECOND, 3 * SECOND);
            try (Phone phone = cluster.first().phone(account).open()) {
                PlacedCall call = phone.invite(Cast.LOCAL);
                Instant answered = call.awaitAnswered().at().instant();
                Await.instant(answered.plusMillis(2_800));

                // When
                billing.topUp(account, 2 * SECOND);

                // Then
                Cut cut = Cut.await(call, cluster.upstream(), cluster.events());
                CallRecord record = record(cut.callId());
                wentOn = record.getBilledSeconds() == 5;
                cut.assertOfBalance(wentOn ? 5 : 3);
                assertThat(record.getUncollected()).isZero();
                cluster.awaitBalance(account, wentOn ? 0 : 2 * SECOND);
            }
        }
        assertThat(wentOn).as("a call that went on").isTrue();
    }

    @Test
    void shouldKeepTopUpForTheNextCallWhenItComesAfterTheEnd() {
        // Given
        String account = "balance-too-late";
        billing.open(account, BY_SECOND, SECOND);
        try (Phone phone = cluster.first().phone(account).open()) {
            PlacedCall call = phone.invite(Cast.LOCAL);
            Cut.await(call, cluster.upstream(), cluster.events()).assertOfBalance(1);

            // When
            billing.topUp(account, 2 * SECOND);

            // Then
            cluster.awaitBalance(account, 2 * SECOND);
            cluster.first().awaitMessageStatus(account, Cast.LOCAL, 200);
            Cut next = Cut.await(phone.invite(Cast.LOCAL), cluster.upstream(), cluster.events());
            next.assertOfBalance(2);
            assertThat(record(next.callId()).getCost()).isEqualTo(2 * SECOND);
            cluster.awaitBalance(account, 0);
        }
    }

    @Test
    void shouldEndCallAtItsNextIncrementWhenMoneyIsTakenAway() {
        // Given
        String account = "balance-taken";
        billing.open(account, BY_SECOND, 1_000 * SECOND);
        try (Phone phone = cluster.first().phone(account).open()) {
            PlacedCall call = phone.invite(Cast.LOCAL);
            call.awaitAnswered();
            cluster.awaitChannels(account, 1);

            // When
            billing.topUp(account, -1_000 * SECOND);

            // Then
            Cut cut = Cut.await(call, cluster.upstream(), cluster.events());
            CallRecord record = record(cut.callId());
            cut.assertOfBalance(record.getBilledSeconds());
            cluster.awaitBalance(account, -record.getCost());
        }
    }

    @Test
    void shouldCountAdjustmentOnceWhenItComesThreeTimes() {
        // Given
        String account = "balance-repeated";
        billing.open(account, BY_SECOND, SECOND);
        BalanceAdjustment repeated = Billing.adjustment(account, 7 * SECOND).build();

        // When
        billing.adjust(repeated);
        billing.adjust(repeated);
        billing.adjust(repeated);

        // Then
        billing.topUp(account, 100 * SECOND); // comes behind all of them
        cluster.accountStates()
                .awaitStanding(
                        "108 s of money",
                        state -> state.getAccount().equals(account) && state.getBalance() == 108 * SECOND);
    }

    @Test
    void shouldKeepAdjustmentForAnAccountThatIsNotThereYet() {
        // Given
        String account = "balance-before-account";
        String plan = billing.plan(BY_SECOND);
        billing.topUp(account, 5 * SECOND);
        awaitRead(account);

        // When
        cluster.provision(Billing.metered(account).setRatePlan(plan).build());

        // Then
        cluster.awaitBalance(account, 5 * SECOND);
    }

    /** Waits until what lies behind an adjustment in its partition has been read, and so itself. */
    private void awaitRead(String account) {
        var written = cluster.publisher()
                .publish(
                        Topics.BALANCE_ADJUSTMENTS,
                        account,
                        Billing.adjustment("somebody-else", SECOND).build());
        Await.until(
                "the record behind it to be set aside",
                Cluster.PATIENCE,
                () -> !new SetAside(cluster.rejectedInput()).of(written).isEmpty(),
                cluster.rejectedInput()::print);
    }

    private CallRecord record(String callId) {
        return cluster.callRecords()
                .await("the record", 1, each -> each.getCallId().equals(callId))
                .get(0);
    }
}
