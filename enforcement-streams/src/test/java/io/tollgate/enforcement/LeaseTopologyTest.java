package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.Account;
import io.tollgate.AccountState;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallRecord;
import io.tollgate.CreditModel;
import io.tollgate.EndCause;
import io.tollgate.GatewayHeartbeat;
import io.tollgate.Identity;
import io.tollgate.Rate;
import io.tollgate.Termination;
import io.tollgate.TerminationReason;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A lease of 10 s and a grace of 30 s; a call costs a cent a second. */
class LeaseTopologyTest {

    private static final Instant START = TestTopology.START;
    private static final Duration LEASE_AND_GRACE = Duration.ofSeconds(40);

    private static final Duration TICK = Duration.ofMillis(250);

    /** How many calls are lost, or taken back, at a tick. */
    private static final int MOST_AT_ONCE = 500;

    private final TestTopology topology = new TestTopology();
    private final TestGateway gateway = new TestGateway(topology, "gw1", 1);
    private AccountState last = new AccountState();

    @BeforeEach
    void provision() {
        topology.send(
                Topics.RATES,
                "basic/49",
                Rate.newBuilder()
                        .setPlan("basic")
                        .setPrefix("49")
                        .setPricePerMinute(600_000)
                        .build());
        topology.send(
                Topics.ACCOUNTS,
                "alice",
                Account.newBuilder()
                        .setAccount("alice")
                        .setCreditModel(CreditModel.PREPAID)
                        .setRatePlan("basic")
                        .setChannelLimit(5)
                        .build());
        topUp("t1", 10_000_000);
        gateway.beat();
        topology.pass(Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shouldKeepACallWhileItsGatewaySpeaks() {
        // Given
        call("alice", "c1");

        // When
        gateway.live(Duration.ofMinutes(10));

        // Then
        assertThat(records()).isEmpty();
        assertThat(channels()).isEqualTo(1);
    }

    @Test
    void shouldChargeAsBeforeThroughLeaseAndGraceWhenAGatewayIsSilent() {
        // Given
        call("alice", "c1");

        // When
        silence(LEASE_AND_GRACE.minusSeconds(2));

        // Then
        assertThat(silentGateways()).isEqualTo(1);
        assertThat(records()).isEmpty();
        assertThat(channels()).isEqualTo(1);
    }

    @Test
    void shouldEndACallAtTheLastHeartbeatWhenNobodyAdoptsIt() {
        // Given
        call("alice", "c1");
        gateway.live(Duration.ofSeconds(20));
        lastState();

        // When
        silence(LEASE_AND_GRACE.plusSeconds(1));

        // Then
        var record = records().get(0);
        assertThat(record.getCause()).isEqualTo(EndCause.LOST);
        assertThat(record.getSipStatus()).isNull();
        assertThat(record.getRevision()).isZero();
        assertThat(record.getAnsweredAt()).isEqualTo(at(1));
        assertThat(record.getEndedAt()).isEqualTo(at(21));
        assertThat(record.getBilledSeconds()).isEqualTo(20);
        assertThat(record.getCost()).isEqualTo(200_000);
        assertThat(record.getUncollected()).isZero();
        var state = lastState();
        assertThat(state.getActiveChannels()).isZero();
        assertThat(state.getBalance()).isEqualTo(9_800_000);
        assertThat(counted("tollgate.calls.lost")).isEqualTo(1);
    }

    @Test
    void shouldGiveBackWhatWasDrawnBeyondTheLastHeartbeat() {
        // Given another call's events that move the account's time on
        call("alice", "c1");
        var other = new TestGateway(topology, "gw2", 1).beat();
        for (int second = 0; second < 30; second++) {
            topology.pass(Duration.ofSeconds(1));
            other.beat();
        }
        var second = call("alice", "c2");
        other.claim("alice", "c2", 1);
        var drawn = lastState().getBalance();

        // When
        other.live(Duration.ofSeconds(12));
        second.end(EndCause.CALLER, null);

        // Then: 30 s of the first were drawn, and one second of it was vouched for
        assertThat(drawn).isEqualTo(10_000_000 - 300_000);
        assertThat(records())
                .extracting(CallRecord::getCallId, CallRecord::getCost, CallRecord::getEndedAt)
                .containsExactly(tuple("c1", 0L, at(1)), tuple("c2", 120_000L, at(43)));
        assertThat(lastState().getBalance()).isEqualTo(9_880_000);
    }

    @Test
    void shouldKeepACallItsChannelAndItsChargingWhenItIsAdopted() {
        // Given
        var call = call("alice", "c1");
        silence(Duration.ofSeconds(30));
        var other = new TestGateway(topology, "gw2", 7).beat();

        // When
        other.claim("alice", "c1", 1);
        other.live(Duration.ofSeconds(60));
        boolean kept = records().isEmpty();
        call.end(EndCause.CALLER, null);

        // Then
        assertThat(kept).isTrue();
        assertThat(counted("tollgate.calls.moved")).isEqualTo(1);
        assertThat(records())
                .extracting(
                        CallRecord::getCause, CallRecord::getCost, CallRecord::getRevision, CallRecord::getGatewayId)
                .containsExactly(tuple(EndCause.CALLER, 900_000L, 0, "gw1"));
        assertThat(lastState().getActiveChannels()).isZero();
    }

    @Test
    void shouldLoseAnAdoptedCallAtTheAdoptersLastHeartbeat() {
        // Given
        call("alice", "c1");
        silence(Duration.ofSeconds(20));
        var other = new TestGateway(topology, "gw2", 7).beat();
        other.claim("alice", "c1", 1);
        other.live(Duration.ofSeconds(10));

        // When
        silence(LEASE_AND_GRACE.plusSeconds(1));

        // Then
        assertThat(records())
                .extracting(CallRecord::getCause, CallRecord::getEndedAt)
                .containsExactly(tuple(EndCause.LOST, at(31)));
    }

    @Test
    void shouldNotLetACallGoBackToOneWhoHadItBefore() {
        // Given
        call("alice", "c1");
        var second = new TestGateway(topology, "gw2", 1).beat();
        var third = new TestGateway(topology, "gw3", 1).beat();
        third.claim("alice", "c1", 2);

        // When
        second.claim("alice", "c1", 1);
        gateway.claim("alice", "c1", 0);
        gateway.drop("c1");
        second.drop("c1");
        for (int beat = 0; beat < 45; beat++) {
            topology.pass(Duration.ofSeconds(1));
            gateway.beat();
            second.beat();
        }

        // Then: only the third had it, and it is silent
        assertThat(records()).extracting(CallRecord::getCause).containsExactly(EndCause.LOST);
        assertThat(topology.rejected()).isEmpty();
    }

    @Test
    void shouldCorrectTheRecordWhenTheEndOfALostCallComesLate() {
        // Given
        var call = call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        var lost = records();

        // When
        call.end(EndCause.CALLEE, null);
        var corrected = records();
        call.end(EndCause.CALLEE, null);

        // Then
        assertThat(lost)
                .extracting(CallRecord::getRevision, CallRecord::getCause, CallRecord::getCost)
                .containsExactly(tuple(0, EndCause.LOST, 0L));
        assertThat(corrected)
                .extracting(CallRecord::getRevision, CallRecord::getCause, CallRecord::getCost, CallRecord::getEndedAt)
                .containsExactly(tuple(1, EndCause.CALLEE, 420_000L, at(43)));
        assertThat(records()).isEmpty();
        var state = lastState();
        assertThat(state.getBalance()).isEqualTo(9_580_000);
        assertThat(state.getActiveChannels()).isZero();
        assertThat(counted("tollgate.calls.reinstated")).isEqualTo(1);
    }

    @Test
    void shouldRecordNothingAnewWhenWhatWasKnownOfALostCallComesAgain() {
        // Given
        var call = new TestCall(topology, "alice", "c1");
        var attempted = call.event(new CallAttempted(null));
        var answered = call.event(new CallAnswered());
        topology.send(Topics.CALL_EVENTS, "alice", attempted);
        topology.send(Topics.CALL_EVENTS, "alice", answered);
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();

        // When
        topology.send(Topics.CALL_EVENTS, "alice", attempted);
        topology.send(Topics.CALL_EVENTS, "alice", answered);
        silence(Duration.ofMinutes(2));

        // Then
        assertThat(records()).isEmpty();
        assertThat(lastState().getActiveChannels()).isZero();
        assertThat(counted("tollgate.calls.reinstated")).isZero();
    }

    @Test
    void shouldLoseACallOnceMoreWhenItsAnswerComesLate() {
        // Given
        var call = new TestCall(topology, "alice", "c1").attempt();
        var answer = call.event(new CallAnswered());
        gateway.live(Duration.ofSeconds(9));
        silence(LEASE_AND_GRACE.plusSeconds(2));
        var lost = records();

        // When
        topology.send(Topics.CALL_EVENTS, "alice", answer);
        boolean live = lastState().getActiveChannels() == 1;
        silence(Duration.ofSeconds(31));

        // Then
        assertThat(lost).extracting(CallRecord::getAnsweredAt).containsOnlyNulls();
        assertThat(live).isTrue();
        assertThat(records())
                .extracting(CallRecord::getRevision, CallRecord::getAnsweredAt, CallRecord::getCost)
                .containsExactly(tuple(1, at(1), 90_000L));
        assertThat(lastState().getActiveChannels()).isZero();
    }

    @Test
    void shouldTakeACallBackWhenAGatewayThatWasCutOffVouchesForIt() {
        // Given
        var call = call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();

        // When
        gateway.beat().claim("alice", "c1", 1);
        var back = lastState();
        gateway.live(Duration.ofSeconds(60));
        call.end(EndCause.CALLER, null);

        // Then
        assertThat(back.getActiveChannels()).isEqualTo(1);
        assertThat(records())
                .extracting(CallRecord::getRevision, CallRecord::getCause, CallRecord::getCost)
                .containsExactly(tuple(1, EndCause.CALLER, 1_020_000L));
        assertThat(lastState().getBalance()).isEqualTo(8_980_000);
    }

    @Test
    void shouldCutACallThatComesBackWhenItsMoneyIsSpent() {
        // Given: all of the money goes while the call is lost
        call("alice", "c1");
        gateway.live(Duration.ofSeconds(10));
        silence(LEASE_AND_GRACE.plusSeconds(2));
        topUp("t2", -9_900_000);
        topology.values(Topics.TERMINATIONS, Termination.class);

        // When
        gateway.beat().claim("alice", "c1", 1);

        // Then
        assertThat(lastState().getBalance()).isZero();
        topology.pass(Duration.ofSeconds(1));
        new TestCall(topology, "alice", "c1").cut();
        assertThat(records()).extracting(CallRecord::getRevision).contains(1);
        assertThat(lastState().getBalance()).isZero();
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getTerminationId)
                .contains("balance:c1");
    }

    @Test
    void shouldWaitForNoLeaseWhenAGatewayHasStopped() {
        // Given
        call("alice", "c1");
        gateway.live(Duration.ofSeconds(5)).stop();

        // When
        silence(Duration.ofSeconds(29));
        boolean kept = records().isEmpty();
        silence(Duration.ofSeconds(2));

        // Then
        assertThat(kept).isTrue();
        assertThat(records()).extracting(CallRecord::getEndedAt).containsExactly(at(6));
        assertThat(silentGateways()).isZero();
    }

    @Test
    void shouldLoseCallsThatTheNextLifeOfAGatewayDoesNotTakeUp() {
        // Given
        call("alice", "c1");
        call("alice", "c2");
        gateway.live(Duration.ofSeconds(5));
        var next = new TestGateway(topology, "gw1", 2).beat();

        // When
        next.claim("alice", "c2", 1);
        next.live(Duration.ofSeconds(35));

        // Then
        assertThat(records())
                .extracting(CallRecord::getCallId, CallRecord::getEndedAt)
                .containsExactly(tuple("c1", at(6)));
        assertThat(lastState().getActiveChannels()).isEqualTo(1);
    }

    @Test
    void shouldLoseNobodyWhoWasOnlyUnread() {
        // Given
        call("alice", "c1");
        silence(LEASE_AND_GRACE.minusSeconds(2));

        // When
        topology.pretendUnread(Topics.CALL_EVENTS.name());
        silence(Duration.ofMinutes(10));
        topology.pretendUnread(null);
        silence(LEASE_AND_GRACE.minusSeconds(1));

        // Then
        assertThat(records()).isEmpty();
        gateway.live(Duration.ofMinutes(2));
        assertThat(records()).isEmpty();
    }

    @Test
    void shouldLoseNobodyWhileTheProcessStoodStill() {
        // Given
        call("alice", "c1");

        // When
        topology.pass(Duration.ofHours(1));
        silence(LEASE_AND_GRACE.minusSeconds(1));

        // Then
        assertThat(records()).isEmpty();
    }

    @Test
    void shouldCloseCallsThatHoldNoChannelToo() {
        // Given
        new TestCall(topology, "alice", "in").inbound().attempt().answer();
        new TestCall(topology, "alice", "sos").to("112").attempt().answer();
        new TestCall(topology, "alice", "claimed").by(Identity.CLAIMED).attempt();

        // When
        silence(LEASE_AND_GRACE.plusSeconds(1));

        // Then
        assertThat(records())
                .extracting(CallRecord::getCallId, CallRecord::getCause, CallRecord::getCost)
                .containsExactlyInAnyOrder(tuple("in", EndCause.LOST, 0L), tuple("sos", EndCause.LOST, 0L));
        assertThat(kept(Stores.CALLS)).isZero();
    }

    @Test
    void shouldFindCallsThatAreHeardOfAfterTheirGatewayIsLost() {
        // Given
        silence(LEASE_AND_GRACE.plusMinutes(10));

        // When
        call("alice", "late");
        silence(Duration.ofSeconds(32));

        // Then
        assertThat(records()).extracting(CallRecord::getCallId).containsExactly("late");
    }

    @Test
    void shouldLeaveACallToTheOneWhoVouchedBeforeItWasHeardOf() {
        // Given
        var other = new TestGateway(topology, "gw2", 1).beat();
        other.claim("alice", "c1", 1);
        call("alice", "c1");

        // When
        other.live(Duration.ofMinutes(2));

        // Then
        assertThat(records()).isEmpty();
        assertThat(channels()).isEqualTo(1);
    }

    @Test
    void shouldLoseACallOfAGatewayThatWasNeverHeardOf() {
        // Given
        var event = new TestCall(topology, "alice", "c1").event(new CallAttempted(null));
        event.setGatewayId("gw9");
        topology.send(Topics.CALL_EVENTS, "alice", event);

        // When
        silence(Duration.ofMinutes(7));

        // Then
        assertThat(records())
                .extracting(CallRecord::getCause, CallRecord::getEndedAt)
                .containsExactly(tuple(EndCause.LOST, at(1)));
    }

    @Test
    void shouldPassOverWhatIsNoHeartbeat() {
        // When
        topology.sendBytes(Topics.GATEWAYS, "gw1".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
        topology.sendBytes(Topics.GATEWAYS, null, null);
        new TestGateway(topology, "", 1).beat();

        // Then
        assertThat(counted("tollgate.heartbeats.unusable")).isEqualTo(2);
        assertThat(topology.rejected()).isEmpty();
    }

    @Test
    void shouldSetASideASnapshotThatIsNone() {
        // When
        topology.sendBytes(Topics.DIALOGS, "gw1/c1".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});

        // Then
        assertThat(topology.rejected()).hasSize(1);
    }

    @Test
    void shouldForgetALostCallAfterAWeek() {
        // Given
        call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        int remembered = kept(Stores.LOST_CALLS);

        // When
        topology.pass(Duration.ofDays(7));

        // Then
        assertThat(remembered).isEqualTo(1);
        assertThat(kept(Stores.LOST_CALLS)).isZero();
    }

    @Test
    void shouldCorrectALostCallForAsLongAsItsEventsAreKept() {
        // Given
        var call = call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();

        // When
        topology.pass(Topics.CALL_EVENTS.retention().minusSeconds(3));
        call.end(EndCause.CALLER, null);

        // Then
        assertThat(records()).extracting(CallRecord::getRevision).containsExactly(1);
    }

    @Test
    void shouldRecordNothingAnewWhenTheEndOfALostCallComesAfterItIsForgotten() {
        // Given
        var end = call("alice", "c1").event(new CallEnded(EndCause.CALLER, null, null, null));
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();
        topology.pass(Topics.CALL_EVENTS.retention());

        // When
        topology.send(Topics.CALL_EVENTS, "alice", end);

        // Then
        assertThat(records()).isEmpty();
        assertThat(topology.meters
                        .get("tollgate.call.events")
                        .tag("outcome", "late")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldLoseNobodyWhileHeartbeatsWaitForTheRegistry() {
        // Given heartbeats of a schema that is not known yet
        call("alice", "c1");
        var unread = gateway.encoded();
        ByteBuffer.wrap(unread).putInt(1, topology.registry.register("newer", GatewayHeartbeat.SCHEMA$.toString()));
        topology.registry.failNext(Integer.MAX_VALUE);

        // When
        for (int beat = 0; beat < 30; beat++) {
            silence(Duration.ofSeconds(4));
            topology.sendBytes(Topics.GATEWAYS, "gw1".getBytes(StandardCharsets.UTF_8), unread);
        }
        topology.registry.failNext(0);
        silence(LEASE_AND_GRACE.plusSeconds(1));

        // Then the last of them still gave everybody a full lease
        assertThat(counted("tollgate.heartbeats.unusable")).isEqualTo(30);
        assertThat(counted("tollgate.calls.lost")).isZero();
        silence(Duration.ofSeconds(1));
        assertThat(counted("tollgate.calls.lost")).isEqualTo(1);
    }

    @Test
    void shouldNotAskAnAbsentRegistryForEachHeartbeat() {
        // Given
        var unread = gateway.encoded();
        ByteBuffer.wrap(unread).putInt(1, topology.registry.register("newer", GatewayHeartbeat.SCHEMA$.toString()));
        topology.registry.failNext(Integer.MAX_VALUE);

        // When
        for (int beat = 0; beat < 50; beat++) {
            topology.sendBytes(Topics.GATEWAYS, "gw1".getBytes(StandardCharsets.UTF_8), unread);
            topology.pass(Duration.ofMillis(100));
        }
        int asked = topology.registry.failures();
        topology.sendBytes(Topics.GATEWAYS, "gw1".getBytes(StandardCharsets.UTF_8), unread);

        // Then
        assertThat(asked).isEqualTo(1);
        assertThat(topology.registry.failures()).isEqualTo(2);
    }

    @Test
    void shouldWalkOnceMoreWhenAnotherGatewayIsLostDuringAWalk() {
        // Given a walk of two ticks, and a gateway that is lost at the second of them, whose call comes first
        gateway.beat();
        topology.pass(TICK);
        new TestGateway(topology, "gw2", 1).beat();
        var event = new TestCall(topology, "aaa", "x").event(new CallAttempted(null));
        event.setGatewayId("gw2");
        topology.send(Topics.CALL_EVENTS, "aaa", event);
        attempts(MOST_AT_ONCE + 1);

        // When
        for (int tick = 0; tick <= LEASE_AND_GRACE.dividedBy(TICK); tick++) {
            topology.pass(TICK);
        }
        double during = counted("tollgate.calls.lost");
        topology.pass(TICK);

        // Then
        assertThat(during).isEqualTo(MOST_AT_ONCE + 1);
        assertThat(counted("tollgate.calls.lost")).isEqualTo(MOST_AT_ONCE + 2);
    }

    @ParameterizedTest
    @CsvSource({"1999, 1", "2000, 0"})
    void shouldWalkAFewCallsAtATick(int others, int lostAtOnce) {
        // Given calls of a gateway that lives, and behind them one of another that does not
        attempts(others);
        var event = new TestCall(topology, "zzz", "x").event(new CallAttempted(null));
        event.setGatewayId("gw2");
        new TestGateway(topology, "gw2", 1).beat();
        topology.send(Topics.CALL_EVENTS, "zzz", event);
        for (int tick = 0; tick < LEASE_AND_GRACE.dividedBy(TICK); tick++) {
            topology.pass(TICK);
            gateway.beat();
        }

        // When
        topology.pass(TICK);
        double first = counted("tollgate.calls.lost");
        topology.pass(TICK);

        // Then
        assertThat(first).isEqualTo(lostAtOnce);
        assertThat(counted("tollgate.calls.lost")).isEqualTo(1);
    }

    @Test
    void shouldLoseNoMoreWhenAWalkIsInterruptedByAGap() {
        // Given a walk of two ticks
        gateway.beat();
        attempts(MOST_AT_ONCE + 1);
        for (int tick = 0; tick <= LEASE_AND_GRACE.dividedBy(TICK); tick++) {
            topology.pass(TICK);
        }
        double before = counted("tollgate.calls.lost");

        // When
        topology.pretendUnread(Topics.CALL_EVENTS.name());
        topology.pass(TICK);
        topology.pretendUnread(null);
        silence(LEASE_AND_GRACE);
        double after = counted("tollgate.calls.lost");
        silence(Duration.ofSeconds(1));

        // Then
        assertThat(before).isEqualTo(MOST_AT_ONCE);
        assertThat(after).isEqualTo(MOST_AT_ONCE);
        assertThat(counted("tollgate.calls.lost")).isEqualTo(MOST_AT_ONCE + 1);
    }

    @Test
    void shouldSetNothingAsideAgainWhenTheMoneyOfALostCallIsGone() {
        // Given a call that rang when it was lost, and all of the money taken since
        var call = new TestCall(topology, "alice", "c1").attempt();
        silence(LEASE_AND_GRACE.plusSeconds(2));
        topUp("t2", -10_000_000);

        // When
        gateway.beat().claim("alice", "c1", 1);
        var back = lastState();
        call.answer();

        // Then
        assertThat(back.getActiveChannels()).isEqualTo(1);
        assertThat(back.getBalance()).isZero();
        topology.pass(Duration.ofSeconds(1));
        call.cut();
        assertThat(records())
                .extracting(CallRecord::getRevision, CallRecord::getCost)
                .contains(tuple(1, 0L));
        assertThat(lastState().getBalance()).isZero();
    }

    @Test
    void shouldTakeItsCallsBackWhenAGatewayThatWasCutOffIsHeardAgain() {
        // Given
        var call = call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();

        // When
        gateway.live(Duration.ofSeconds(60));
        int live = channels();
        call.end(EndCause.CALLER, null);

        // Then
        assertThat(live).isEqualTo(1);
        assertThat(counted("tollgate.calls.reinstated")).isEqualTo(1);
        assertThat(records())
                .extracting(CallRecord::getRevision, CallRecord::getCause, CallRecord::getCost)
                .containsExactly(tuple(1, EndCause.CALLER, 1_020_000L));
    }

    @Test
    void shouldTakeCallsBackAFewAtATime() {
        // Given
        attempts(MOST_AT_ONCE + 1);
        silence(LEASE_AND_GRACE.plusSeconds(2));

        // When
        gateway.beat();
        topology.pass(TICK);
        double first = counted("tollgate.calls.reinstated");
        topology.pass(TICK);

        // Then
        assertThat(first).isEqualTo(MOST_AT_ONCE);
        assertThat(counted("tollgate.calls.reinstated")).isEqualTo(MOST_AT_ONCE + 1);
    }

    @Test
    void shouldTakeBackNoCallOfALifeThatIsOver() {
        // Given
        call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));

        // When
        new TestGateway(topology, "gw1", 2).live(Duration.ofSeconds(60));
        gateway.live(Duration.ofSeconds(60));

        // Then
        assertThat(counted("tollgate.calls.reinstated")).isZero();
        assertThat(channels()).isZero();
    }

    @Test
    void shouldLoseACallSoonWhenOneWhoIsLostHimselfVouchesForIt() {
        // Given two gateways that have been lost for long
        var other = new TestGateway(topology, "gw2", 1).beat();
        call("alice", "c1");
        silence(Duration.ofMinutes(8));
        records();

        // When
        other.claim("alice", "c1", 1);
        int live = channels();
        silence(Duration.ofSeconds(31));

        // Then
        assertThat(live).isEqualTo(1);
        assertThat(records()).extracting(CallRecord::getRevision).containsExactly(1);
    }

    @Test
    void shouldLoseACallSoonWhenItComesBackToAnOwnerWhoIsLost() {
        // Given a call that was lost with the one who had adopted it
        var other = new TestGateway(topology, "gw2", 1).beat();
        var call = new TestCall(topology, "alice", "c1").attempt();
        other.claim("alice", "c1", 1);
        var answer = call.event(new CallAnswered());
        gateway.live(Duration.ofMinutes(8));
        records();

        // When
        topology.send(Topics.CALL_EVENTS, "alice", answer);
        int live = channels();
        gateway.live(Duration.ofSeconds(31));

        // Then
        assertThat(live).isEqualTo(1);
        assertThat(records()).extracting(CallRecord::getRevision).containsExactly(1);
    }

    @Test
    void shouldRecordNothingAnewWhenAnEventOfAFastClockComesAgain() {
        // Given
        var attempted = new TestCall(topology, "alice", "c1").event(new CallAttempted(null));
        attempted.setAt(topology.now().plusSeconds(60));
        topology.send(Topics.CALL_EVENTS, "alice", attempted);
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();

        // When
        topology.send(Topics.CALL_EVENTS, "alice", attempted);

        // Then
        assertThat(counted("tollgate.calls.reinstated")).isZero();
        assertThat(channels()).isZero();
    }

    @Test
    void shouldKeepTheCallsOfAFormerLifeWhileTheNextOneStarts() {
        // Given
        call("alice", "c1");
        var next = new TestGateway(topology, "gw1", 2);

        // When
        for (int second = 0; second < 120; second++) {
            topology.pass(Duration.ofSeconds(1));
            next.start();
        }
        boolean kept = records().isEmpty();
        next.beat().live(Duration.ofSeconds(30));
        boolean keptThroughGrace = records().isEmpty();
        next.live(Duration.ofSeconds(1));

        // Then
        assertThat(kept).isTrue();
        assertThat(keptThroughGrace).isTrue();
        assertThat(records()).extracting(CallRecord::getCallId).containsExactly("c1");
    }

    @Test
    void shouldEndTheCallThatWasProvenLastWhenOneComesBackOverTheLimit() {
        // Given an account of one channel that is held by another call now
        limit("bob", 1, false);
        call("bob", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        call("bob", "c2");
        topology.values(Topics.TERMINATIONS, Termination.class);

        // When
        gateway.beat().claim("bob", "c1", 1);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getCallId, Termination::getReason)
                .containsExactly(tuple("c2", TerminationReason.CHANNEL_LIMIT));
        assertThat(channels()).isEqualTo(1);
    }

    @Test
    void shouldEndTheCallThatComesBackOverTheLimitWhenItWasProvenLast() {
        // Given
        limit("bob", 1, false);
        var earlier = new TestCall(topology, "bob", "c2").event(new CallAttempted(null));
        topology.pass(Duration.ofSeconds(1));
        call("bob", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        topology.send(Topics.CALL_EVENTS, "bob", earlier);
        topology.values(Topics.TERMINATIONS, Termination.class);

        // When
        gateway.beat().claim("bob", "c1", 1);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getCallId)
                .containsExactly("c1");
        assertThat(channels()).isEqualTo(1);
    }

    @Test
    void shouldEndNobodyWhenACallComesBackWithinTheLimit() {
        // Given
        limit("bob", 2, false);
        call("bob", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        call("bob", "c2");

        // When
        gateway.beat().claim("bob", "c1", 1);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class)).isEmpty();
        assertThat(channels()).isEqualTo(2);
    }

    @Test
    void shouldEndNobodyWhenTheEndOfALostCallComesLate() {
        // Given
        limit("bob", 1, false);
        var call = call("bob", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        call("bob", "c2");

        // When
        call.end(EndCause.CALLER, null);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class)).isEmpty();
        assertThat(channels()).isEqualTo(1);
    }

    @Test
    void shouldEndNobodyOfAStrictAccountWhenACallComesBack() {
        // Given
        limit("bob", 1, true);
        new TestCall(topology, "bob", "c1").attempt().answer();
        silence(LEASE_AND_GRACE.plusSeconds(2));
        new TestCall(topology, "bob", "c2").attempt().answer();

        // When
        gateway.beat().claim("bob", "c1", 1);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class)).isEmpty();
        assertThat(channels()).isEqualTo(2);
    }

    @Test
    void shouldRecordNothingOfACallThatWasRefusedItsAdmission() {
        // Given
        limit("bob", 0, true);
        new TestCall(topology, "bob", "c1").attempt();

        // When
        silence(LEASE_AND_GRACE.plusSeconds(2));

        // Then
        assertThat(counted("tollgate.calls.lost")).isEqualTo(1);
        assertThat(records()).isEmpty();
    }

    @Test
    void shouldRecordTheEndOfACallThatWasRefusedAndLostForTheFirstTime() {
        // Given
        limit("bob", 0, true);
        var call = new TestCall(topology, "bob", "c1").attempt();
        silence(LEASE_AND_GRACE.plusSeconds(2));

        // When
        call.end(EndCause.CANCELLED, 487);

        // Then
        assertThat(records())
                .extracting(CallRecord::getRevision, CallRecord::getCause)
                .containsExactly(tuple(0, EndCause.CANCELLED));
    }

    private TestCall call(String account, String callId) {
        return new TestCall(topology, account, callId).attempt().answer();
    }

    /** Calls of an account without limit. */
    private void attempts(int count) {
        for (int call = 0; call < count; call++) {
            new TestCall(topology, "many", "c" + call).attempt();
        }
    }

    private void limit(String account, int channels, boolean strict) {
        topology.send(
                Topics.ACCOUNTS,
                account,
                Account.newBuilder()
                        .setAccount(account)
                        .setChannelLimit(channels)
                        .setStrictAdmission(strict)
                        .build());
    }

    private void silence(Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            topology.pass(Duration.ofSeconds(1));
        }
    }

    private void topUp(String id, long amount) {
        topology.send(
                Topics.BALANCE_ADJUSTMENTS,
                "alice",
                BalanceAdjustment.newBuilder()
                        .setAdjustmentId(id)
                        .setAccount("alice")
                        .setAmount(amount)
                        .setAt(topology.now())
                        .setReason("test")
                        .build());
    }

    private double silentGateways() {
        return topology.meters.get("tollgate.gateways.silent").gauge().value();
    }

    private int kept(String store) {
        int kept = 0;
        try (var all = topology.driver.getKeyValueStore(store).all()) {
            for (; all.hasNext(); all.next()) {
                kept++;
            }
        }
        return kept;
    }

    private double counted(String name) {
        var counter = topology.meters.find(name).counter();
        return counter == null ? 0 : counter.count();
    }

    private List<CallRecord> records() {
        return topology.values(Topics.CALL_RECORDS, CallRecord.class);
    }

    private int channels() {
        return lastState().getActiveChannels();
    }

    private AccountState lastState() {
        var all = topology.values(Topics.ACCOUNT_STATES, AccountState.class);
        last = all.isEmpty() ? last : all.get(all.size() - 1);
        return last;
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
