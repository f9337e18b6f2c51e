package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.Account;
import io.tollgate.AccountState;
import io.tollgate.Admission;
import io.tollgate.BalanceAdjustment;
import io.tollgate.BlacklistEntry;
import io.tollgate.BlacklistReason;
import io.tollgate.CallEnded;
import io.tollgate.CallRecord;
import io.tollgate.CreditModel;
import io.tollgate.EndCause;
import io.tollgate.Rate;
import io.tollgate.RefusalReason;
import io.tollgate.Termination;
import io.tollgate.TerminationReason;
import io.tollgate.enforcement.TestTopology.Out;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MoneyTopologyTest {

    /** One cent a second. */
    private static final long PRICE = 600_000;

    private static final Instant START = TestTopology.START;

    private final TestTopology topology = new TestTopology();

    @BeforeEach
    void provision() {
        rate("basic", "49", 0, PRICE, 1, 1);
        account(CreditModel.PREPAID, 0);
    }

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shouldChargeExactlyWhatWasPaidForWhenACallIsCut() {
        // Given
        topUp("t1", 50_000);
        var call = new TestCall(topology, "alice", "c1").attempt();
        var admission = topology.values(Topics.ADMISSIONS, Admission.class).get(0);
        call.ring().answer();
        var running = last(states());

        // When
        topology.pass(Duration.ofMillis(5_004));
        call.cut();

        // Then
        assertThat(admission.getAdmitted()).isTrue();
        assertThat(admission.getPaidSeconds()).isEqualTo(5);
        assertThat(running.getExhaustsAt()).isEqualTo(START.plusSeconds(5));
        var record = topology.values(Topics.CALL_RECORDS, CallRecord.class).get(0);
        assertThat(record.getBilledSeconds()).isEqualTo(5);
        assertThat(record.getCost()).isEqualTo(50_000);
        assertThat(record.getUncollected()).isZero();
        assertThat(record.getRatedPrefix()).isEqualTo("49");
        assertThat(record.getRatePlan()).isEqualTo("basic");
        assertThat(record.getCurrency()).isEqualTo("EUR");
        var state = last(states());
        assertThat(state.getBalance()).isZero();
        assertThat(state.getExhaustsAt()).isNull();
        assertThat(state.getBlocked()).isEqualTo(BlacklistReason.NO_BALANCE);
        assertThat(terminations()).isEmpty();
    }

    @Test
    void shouldRefuseNewCallsUntilATopUp() {
        // Given
        var before = entries();

        // When
        topUp("t1", 1);
        var paid = entries();
        topUp("t2", -1);

        // Then
        assertThat(before).hasSize(1);
        assertThat(before.get(0).value().getReason()).isEqualTo(BlacklistReason.NO_BALANCE);
        assertThat(paid).containsExactly(new Out<>(before.get(0).key(), null));
        assertThat(entries()).extracting(Out::key).containsExactly(before.get(0).key());
    }

    @Test
    void shouldAdmitOneOfThirtyCallsOnCreditForOne() {
        // Given
        rate("basic", "4930", 0, PRICE, 60, 60);
        topUp("t1", 600_000);

        // When
        for (int call = 0; call < 30; call++) {
            new TestCall(topology, "alice", "c" + call).attempt();
        }

        // Then
        var admissions = topology.values(Topics.ADMISSIONS, Admission.class);
        assertThat(admissions).hasSize(30);
        assertThat(admissions).filteredOn(Admission::getAdmitted).hasSize(1);
        assertThat(admissions.subList(1, 30)).extracting(Admission::getReason).containsOnly(RefusalReason.NO_BALANCE);
    }

    @Test
    void shouldMoveTheEndWhenAnotherCallDrawsToo() {
        // Given
        topUp("t1", 80_000);
        new TestCall(topology, "alice", "c1").attempt().answer();
        topology.pass(Duration.ofMillis(2_000));

        // When
        new TestCall(topology, "alice", "c2").attempt().answer();

        // Then: 8 s for one; 2 drawn, one set aside while the other rings, then 6 for two.
        var moved = terminations();
        assertThat(moved)
                .extracting(Termination::getTerminationId, Termination::getRevision, Termination::getAt)
                .containsExactly(
                        tuple("balance:c1", 1L, at(7)), tuple("balance:c1", 2L, at(5)), tuple("balance:c2", 1L, at(5)));
        assertThat(moved).extracting(Termination::getReason).containsOnly(TerminationReason.BALANCE_EXHAUSTED);
        assertThat(moved).extracting(Termination::getAccount).containsOnly("alice");
        assertThat(moved).extracting(Termination::getCallId).containsExactly("c1", "c1", "c2");
    }

    @Test
    void shouldEndNobodyWhoseMoneyIsFreedByEndsThatLayUnread() {
        // Given: 40 s for four calls, and three of them ended after two seconds, which nobody has read yet
        topUp("t1", 400_000);
        List<TestCall> calls = Stream.of("c1", "c2", "c3", "c4")
                .map(id -> new TestCall(topology, "alice", id).attempt().answer())
                .toList();
        terminations();
        topology.pretendUnread(Topics.CALL_EVENTS.name());
        topology.pass(Duration.ofSeconds(20));

        // When
        for (TestCall call : calls.subList(0, 3)) {
            var end = call.event(new CallEnded(EndCause.CALLER, null, null, null));
            end.setAt(at(2));
            topology.send(Topics.CALL_EVENTS, "alice", end);
        }
        topology.pretendUnread(null);
        topology.pass(Duration.ofSeconds(1));

        // Then: 34 s for the one that is left
        assertThat(terminations())
                .extracting(Termination::getTerminationId, Termination::getAt)
                .allSatisfy(order -> assertThat(order).isEqualTo(tuple("balance:c4", at(34))));
    }

    @Test
    void shouldLetACallGoOnWhenMoneyComesBeforeItsEnd() {
        // Given
        topUp("t1", 50_000);
        var call = new TestCall(topology, "alice", "c1").attempt().answer();
        topology.pass(Duration.ofMillis(4_800));

        // When
        topUp("t2", 30_000);
        var moved = terminations();
        topology.pass(Duration.ofMillis(3_203));
        call.cut();

        // Then
        assertThat(moved).hasSize(1);
        assertThat(moved.get(0).getAt()).isEqualTo(START.plusSeconds(8));
        var record = topology.values(Topics.CALL_RECORDS, CallRecord.class).get(0);
        assertThat(record.getCost()).isEqualTo(80_000);
        assertThat(record.getUncollected()).isZero();
    }

    @Test
    void shouldKeepMoneyThatComesAfterTheEndForTheNextCall() {
        // Given
        topUp("t1", 50_000);
        var call = new TestCall(topology, "alice", "c1").attempt().answer();
        topology.pass(Duration.ofMillis(5_001));

        // When
        topUp("t2", 30_000);
        topology.pass(Duration.ofMillis(2));
        call.cut();
        new TestCall(topology, "alice", "c2").attempt();

        // Then
        assertThat(topology.values(Topics.CALL_RECORDS, CallRecord.class).get(0).getCost())
                .isEqualTo(50_000);
        assertThat(last(topology.values(Topics.ADMISSIONS, Admission.class)).getPaidSeconds())
                .isEqualTo(3);
    }

    @Test
    void shouldTellTheEndWhenItComesNear() {
        // Given
        topUp("t1", 400_000);
        new TestCall(topology, "alice", "c1").attempt().answer();
        topology.pass(Duration.ofMillis(1_000));
        new TestCall(topology, "alice", "c2").attempt().answer();
        var early = terminations();

        // When
        topology.pass(Duration.ofSeconds(11));
        var near = terminations();
        topology.pass(Duration.ofSeconds(3));

        // Then: 40 s for one; 1 drawn alone, 39 for two: c1 gets the odd one.
        assertThat(early).isEmpty();
        assertThat(near)
                .extracting(Termination::getAt)
                .containsExactlyInAnyOrder(at(21), at(20))
                .isNotEmpty();
        assertThat(terminations()).isEmpty();
    }

    @Test
    void shouldCountTheSameAdjustmentOnce() {
        // When
        topUp("t1", 50_000);
        topUp("t1", 50_000);
        topUp("t1", 70_000);

        // Then
        assertThat(last(states()).getBalance()).isEqualTo(50_000);
    }

    @Test
    void shouldRejectWhatIsInAnotherCurrencyOrOverflows() {
        // When
        topUp("t1", 50_000);
        adjust("t2", 1, "USD");
        adjust("t3", Long.MAX_VALUE, null);
        adjust("t4", Long.MIN_VALUE, "EUR");
        adjust("t5", Long.MIN_VALUE, "EUR");

        // Then
        var rejected = topology.rejected();
        assertThat(rejected).hasSize(3);
        assertThat(TestTopology.header(rejected.get(0), "tollgate.topic")).isEqualTo("tollgate.balance-adjustments");
        assertThat(TestTopology.header(rejected.get(0), "tollgate.offset")).isEqualTo("1");
        assertThat(TestTopology.header(rejected.get(0), "tollgate.reason")).contains("currency");
        assertThat(TestTopology.header(rejected.get(1), "tollgate.reason")).contains("overflow");
        assertThat(last(states()).getBalance()).isEqualTo(50_000 + Long.MIN_VALUE);
    }

    @Test
    void shouldKeepAnAdjustmentForAnAccountThatIsToCome() {
        // Given
        topology.send(Topics.BALANCE_ADJUSTMENTS, "bob", adjustment("bob", "t1", 7, null));
        topology.send(Topics.BALANCE_ADJUSTMENTS, "bob", adjustment("bob", "t1", 7, null));
        topology.send(Topics.BALANCE_ADJUSTMENTS, "bob", adjustment("bob", "t2", 9, "XXX"));
        var before = topology.rejected();
        states();

        // When
        topology.send(
                Topics.ACCOUNTS, "bob", Account.newBuilder().setAccount("bob").build());

        // Then
        assertThat(before).isEmpty();
        assertThat(last(states()).getBalance()).isEqualTo(7);
        assertThat(topology.rejected()).hasSize(1);
    }

    @Test
    void shouldLetAPostpaidBalanceGoDownToItsLimit() {
        // Given
        account(CreditModel.POSTPAID, 20_000);
        topUp("t1", 10_000);

        // When
        var call = new TestCall(topology, "alice", "c1").attempt().answer();
        topology.pass(Duration.ofMillis(3_002));
        call.cut();

        // Then
        assertThat(topology.values(Topics.ADMISSIONS, Admission.class).get(0).getPaidSeconds())
                .isEqualTo(3);
        assertThat(last(states()).getBalance()).isEqualTo(-20_000);
    }

    @Test
    void shouldRefuseADestinationWithoutARate() {
        // Given
        topUp("t1", 50_000);

        // When
        new TestCall(topology, "alice", "c1").to("331").attempt();

        // Then
        var admission = topology.values(Topics.ADMISSIONS, Admission.class).get(0);
        assertThat(admission.getAdmitted()).isFalse();
        assertThat(admission.getReason()).isEqualTo(RefusalReason.UNRATED_DESTINATION);
        assertThat(terminations())
                .extracting(Termination::getReason)
                .containsExactly(TerminationReason.UNRATED_DESTINATION);
    }

    @Test
    void shouldEndACallThatIsAnsweredUnaskedAndCannotBePaid() {
        // When
        var call = new TestCall(topology, "alice", "c1").answer();
        var cut = terminations();
        topology.pass(Duration.ofMillis(1_500));
        call.cut();

        // Then
        assertThat(cut).hasSize(1);
        assertThat(cut.get(0).getAt()).isEqualTo(START);
        assertThat(cut.get(0).getTerminationId()).isEqualTo("balance:c1");
        var record = topology.values(Topics.CALL_RECORDS, CallRecord.class).get(0);
        assertThat(record.getCost()).isZero();
    }

    @Test
    void shouldConfirmACallThatIsAnsweredUnaskedAndCanBePaid() {
        // Given
        topUp("t1", 50_000);

        // When
        new TestCall(topology, "alice", "c1").answer();

        // Then
        assertThat(terminations()).extracting(Termination::getAt).containsExactly(START.plusSeconds(5));
    }

    @Test
    void shouldEndEveryCallAtItsLongest() {
        // Given
        topology.send(
                Topics.ACCOUNTS,
                "bob",
                Account.newBuilder().setAccount("bob").setMaxCallSeconds(90).build());

        // When
        new TestCall(topology, "bob", "c1").attempt().answer();
        new TestCall(topology, "bob", "c2").to("112").attempt().answer();
        new TestCall(topology, "bob", "c3").inbound().attempt().answer();

        // Then
        var due = terminations();
        assertThat(due).hasSize(1);
        assertThat(due.get(0).getTerminationId()).isEqualTo("max-duration:c1");
        assertThat(due.get(0).getAt()).isEqualTo(START.plusSeconds(90));
        assertThat(due.get(0).getReason()).isEqualTo(TerminationReason.MAX_DURATION);
    }

    @Test
    void shouldChargeNothingForACallThatIsNotAnswered() {
        // Given
        topUp("t1", 50_000);

        // When
        new TestCall(topology, "alice", "c1").attempt().ring().end(EndCause.CANCELLED, 487);
        new TestCall(topology, "alice", "c2").attempt();

        // Then
        assertThat(last(states()).getBalance()).isEqualTo(50_000);
        assertThat(last(topology.values(Topics.ADMISSIONS, Admission.class)).getPaidSeconds())
                .isEqualTo(5);
    }

    @Test
    void shouldForgetARateThatIsRemoved() {
        // Given
        topUp("t1", 50_000);
        topology.send(Topics.RATES, "basic/49", null);

        // When
        new TestCall(topology, "alice", "c1").attempt();

        // Then
        assertThat(topology.values(Topics.ADMISSIONS, Admission.class).get(0).getReason())
                .isEqualTo(RefusalReason.UNRATED_DESTINATION);
    }

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }

    private void rate(String plan, String prefix, long fee, long price, int initial, int increment) {
        topology.send(
                Topics.RATES,
                plan + "/" + prefix,
                Rate.newBuilder()
                        .setPlan(plan)
                        .setPrefix(prefix)
                        .setConnectFee(fee)
                        .setPricePerMinute(price)
                        .setInitialIncrementSeconds(initial)
                        .setIncrementSeconds(increment)
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
        adjust(id, amount, null);
    }

    private void adjust(String id, long amount, @Nullable String currency) {
        topology.send(Topics.BALANCE_ADJUSTMENTS, "alice", adjustment("alice", id, amount, currency));
    }

    private BalanceAdjustment adjustment(String account, String id, long amount, @Nullable String currency) {
        return BalanceAdjustment.newBuilder()
                .setAccount(account)
                .setAdjustmentId(id)
                .setAmount(amount)
                .setCurrency(currency)
                .setAt(topology.now())
                .setReason("top-up")
                .build();
    }

    private List<Termination> terminations() {
        return topology.values(Topics.TERMINATIONS, Termination.class);
    }

    private List<AccountState> states() {
        return topology.values(Topics.ACCOUNT_STATES, AccountState.class);
    }

    private List<Out<BlacklistEntry>> entries() {
        return topology.read(Topics.BLACKLIST, BlacklistEntry.class);
    }

    private static <T> T last(List<T> all) {
        assertThat(all).isNotEmpty();
        return all.get(all.size() - 1);
    }
}
