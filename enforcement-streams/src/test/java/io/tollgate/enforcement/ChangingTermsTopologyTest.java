package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.Account;
import io.tollgate.AccountState;
import io.tollgate.Admission;
import io.tollgate.BalanceAdjustment;
import io.tollgate.BlacklistReason;
import io.tollgate.CallRecord;
import io.tollgate.CreditModel;
import io.tollgate.EndCause;
import io.tollgate.Rate;
import io.tollgate.RefusalReason;
import io.tollgate.Termination;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of money when an account is set up otherwise while its calls ring and run. */
class ChangingTermsTopologyTest {

    private static final Instant START = TestTopology.START;

    private final TestTopology topology = new TestTopology();

    @BeforeEach
    void provision() {
        rate("49", 0, 600_000);
        account(CreditModel.PREPAID, 0);
        topUp("t1", 50_000);
    }

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shouldSetAsideOnceForACallThatRingsWhileItsAccountIsMeteredAnew() {
        // Given
        var ringing = new TestCall(topology, "alice", "c1").attempt().ring();

        // When
        account(CreditModel.UNMETERED, 0);
        account(CreditModel.PREPAID, 0);
        ringing.end(EndCause.CANCELLED, 487);
        new TestCall(topology, "alice", "c2").attempt();

        // Then
        var admissions = topology.values(Topics.ADMISSIONS, Admission.class);
        assertThat(admissions).extracting(Admission::getCallId).containsExactly("c1", "c1", "c2");
        assertThat(admissions).extracting(Admission::getPaidSeconds).containsOnly(5);
    }

    @Test
    void shouldShowTheNewEndWhenTheCreditLimitChanges() {
        // Given
        account(CreditModel.POSTPAID, 0);
        new TestCall(topology, "alice", "c1").attempt().answer();
        topology.pass(Duration.ofMillis(100));

        // When
        account(CreditModel.POSTPAID, 20_000);

        // Then
        assertThat(lastState().getExhaustsAt()).isEqualTo(START.plusSeconds(7));
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getTerminationId, Termination::getAt)
                .containsExactly(tuple("balance:c1", START.plusSeconds(7)));
    }

    @Test
    void shouldEndACallAtItsNextIncrementWhenTheCreditLimitIsLowered() {
        // Given
        account(CreditModel.POSTPAID, 50_000);
        var call = new TestCall(topology, "alice", "c1").attempt().answer();
        topology.pass(Duration.ofMillis(6_500));

        // When
        account(CreditModel.POSTPAID, 0);
        var told = topology.values(Topics.TERMINATIONS, Termination.class);
        topology.pass(Duration.ofMillis(510));
        call.cut();

        // Then: what was charged until then is below the new limit, and is not undone
        assertThat(told).extracting(Termination::getAt).containsExactly(START.plusSeconds(7));
        assertThat(lastState().getBalance()).isEqualTo(-20_000);
        assertThat(record().getUncollected()).isZero();
    }

    @Test
    void shouldEndACallAtItsNextIncrementWhenMoneyIsTakenAway() {
        // Given
        rate("49", 0, 600_000, 60);
        topUp("t2", 1_750_000);
        var call = new TestCall(topology, "alice", "c1").attempt().answer();
        topology.pass(Duration.ofSeconds(90));

        // When
        topUp("t3", -1_500_000);
        topology.pass(Duration.ofSeconds(25));
        var told = topology.values(Topics.TERMINATIONS, Termination.class);
        topology.pass(Duration.ofMillis(5_004));
        call.cut();

        // Then: two minutes had begun; what they cost may go below zero by what was taken
        assertThat(told).extracting(Termination::getAt).containsExactly(START.plusSeconds(120));
        assertThat(lastState().getBalance()).isEqualTo(-900_000);
        assertThat(record().getUncollected()).isZero();
    }

    @Test
    void shouldMoveAnEndThatIsNearThoughAnotherWasMovedJustBefore() {
        // Given: 6.5 cents for two seconds of both calls
        rate("4931", 0, 1_200_000);
        topUp("t2", 15_000);
        new TestCall(topology, "alice", "c1").attempt().answer();
        new TestCall(topology, "alice", "c2").to("4931").attempt().answer();
        topology.pass(Duration.ofMillis(1_940));
        topUp("t3", 10_000);
        var first = topology.values(Topics.TERMINATIONS, Termination.class);
        topology.pass(Duration.ofMillis(40));

        // When
        topUp("t4", 30_000);

        // Then
        assertThat(first.get(first.size() - 1).getAt()).isEqualTo(START.plusSeconds(3));
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getTerminationId, Termination::getAt)
                .containsExactly(tuple("balance:c2", START.plusSeconds(3)));
    }

    @Test
    void shouldNotDrawBeforeMoneyIsTakenAwayWhereEndsMayLieUnread() {
        // Given
        new TestCall(topology, "alice", "c1").attempt().answer();
        topology.pretendUnread(Topics.CALL_EVENTS.name());
        topology.pass(Duration.ofMillis(2_500));

        // When
        topUp("t2", -1);

        // Then
        var state = lastState();
        assertThat(state.getBalance()).isEqualTo(49_999);
        assertThat(state.getUpdatedAt()).isEqualTo(START);
    }

    @Test
    void shouldChargeACallToItsEndWhenItsAccountIsUnmeteredMeanwhile() {
        // Given
        var call = new TestCall(topology, "alice", "c1").attempt().answer();

        // When
        account(CreditModel.UNMETERED, 0);
        topology.pass(Duration.ofMillis(5_002));
        call.cut();

        // Then
        assertThat(record().getCost()).isEqualTo(50_000);
        var state = lastState();
        assertThat(state.getBalance()).isZero();
        assertThat(state.getBlocked()).isNull();
    }

    @Test
    void shouldKeepTheMoneyOfAForgottenAccount() {
        // Given
        var call = new TestCall(topology, "alice", "c1").attempt().answer();
        topology.pass(Duration.ofMillis(1_500));

        // When
        topology.send(Topics.ACCOUNTS, "alice", null);
        call.end(EndCause.TERMINATED, null);
        topUp("t2", 1);
        account(CreditModel.PREPAID, 0);

        // Then
        var state = lastState();
        assertThat(state.getBalance()).isEqualTo(30_001);
        assertThat(state.getBlocked()).isNull();
    }

    @Test
    void shouldChargeAConnectFeeAloneOnceAndSetNoEnd() {
        // Given
        rate("4930", 30_000, 0);

        // When
        var call = new TestCall(topology, "alice", "c1").attempt().answer();
        new TestCall(topology, "alice", "c2").attempt();
        topology.pass(Duration.ofHours(1));
        call.end(EndCause.CALLEE, null);

        // Then
        var admissions = topology.values(Topics.ADMISSIONS, Admission.class);
        assertThat(admissions.get(0).getPaidSeconds()).isNull();
        assertThat(admissions.get(1).getReason()).isEqualTo(RefusalReason.NO_BALANCE);
        var record = record();
        assertThat(record.getBilledSeconds()).isEqualTo(3_600);
        assertThat(record.getCost()).isEqualTo(30_000);
        assertThat(lastState().getBalance()).isEqualTo(20_000);
    }

    @Test
    void shouldChargeNothingForACallThatEndsAtTheInstantOfItsAnswer() {
        // When
        new TestCall(topology, "alice", "c1").attempt().answer().end(EndCause.CALLER, null);

        // Then
        var record = record();
        assertThat(record.getBilledSeconds()).isZero();
        assertThat(record.getCost()).isZero();
        assertThat(lastState().getBalance()).isEqualTo(50_000);
    }

    @Test
    void shouldTakeNoMoneyOfWhichNoRecordTells() {
        // Given
        var call = new TestCall(topology, "alice", "c1").attempt().answer();
        topology.pass(Duration.ofMillis(1_500));

        // When
        call.refuse(RefusalReason.NOT_ADMITTED);

        // Then
        assertThat(topology.values(Topics.CALL_RECORDS, CallRecord.class)).isEmpty();
        assertThat(lastState().getBalance()).isEqualTo(50_000);
    }

    @Test
    void shouldChargeNeitherInboundNorEmergencyCalls() {
        // When
        new TestCall(topology, "alice", "c1").inbound().attempt().answer();
        new TestCall(topology, "alice", "c2").to("112").attempt().answer();
        topology.pass(Duration.ofHours(1));
        new TestCall(topology, "alice", "c3").attempt();

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class)).isEmpty();
        var admissions = topology.values(Topics.ADMISSIONS, Admission.class);
        assertThat(admissions.get(admissions.size() - 1).getPaidSeconds()).isEqualTo(5);
    }

    @Test
    void shouldBlockAnAccountThatBecomesMeteredWithoutMoney() {
        // Given
        account(CreditModel.UNMETERED, 0);
        topUp("t2", -50_000);
        var before = lastState().getBlocked();

        // When
        account(CreditModel.POSTPAID, 0);

        // Then
        assertThat(before).isNull();
        assertThat(lastState().getBlocked()).isEqualTo(BlacklistReason.NO_BALANCE);
    }

    private CallRecord record() {
        return topology.values(Topics.CALL_RECORDS, CallRecord.class).get(0);
    }

    private AccountState lastState() {
        var all = topology.values(Topics.ACCOUNT_STATES, AccountState.class);
        assertThat(all).isNotEmpty();
        return all.get(all.size() - 1);
    }

    private void rate(String prefix, long fee, long price) {
        rate(prefix, fee, price, 1);
    }

    private void rate(String prefix, long fee, long price, int increments) {
        topology.send(
                Topics.RATES,
                "basic/" + prefix,
                Rate.newBuilder()
                        .setPlan("basic")
                        .setPrefix(prefix)
                        .setConnectFee(fee)
                        .setPricePerMinute(price)
                        .setInitialIncrementSeconds(increments)
                        .setIncrementSeconds(increments)
                        .build());
    }

    private void account(CreditModel model, long creditLimit) {
        topology.send(
                Topics.ACCOUNTS,
                "alice",
                Account.newBuilder()
                        .setAccount("alice")
                        .setCreditModel(model)
                        .setCreditLimit(creditLimit)
                        .setRatePlan("basic")
                        .build());
    }

    private void topUp(String id, long amount) {
        topology.send(
                Topics.BALANCE_ADJUSTMENTS,
                "alice",
                BalanceAdjustment.newBuilder()
                        .setAccount("alice")
                        .setAdjustmentId(id)
                        .setAmount(amount)
                        .setAt(topology.now())
                        .setReason("top-up")
                        .build());
    }
}
