package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Network;
import io.tollgate.phone.Answering;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.TestProxy;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that end at the instant to which they are paid, on the wire and with nobody there to ask at that instant. */
class CutoffIT {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration UNCONFIRMED = Duration.ofSeconds(1);

    private TestUpstream upstream;
    private ProxyRig rig;
    private Phone alice;

    @BeforeEach
    void open() throws Exception {
        upstream = TestUpstream.open("127.0.0.1", 0);
        Limits usual =
                Limits.of(1_000, Duration.ofMillis(300), Duration.ofSeconds(5), UNCONFIRMED, Duration.ofHours(1));
        // Nobody waits an hour: that the kernel has the 2xx must be told on every transport.
        Limits limits = new Limits(
                usual.calls(),
                usual.transactions(),
                usual.ringing(),
                usual.early(),
                usual.decision(),
                usual.acknowledgement(),
                usual.retryAfter(),
                Duration.ofHours(1),
                usual.unconfirmed(),
                usual.linger(),
                usual.journal(),
                usual.ping(),
                usual.datagramBytes());
        rig = new ProxyRig(upstream.address(), limits);
        alice = Phone.of("alice").proxy(rig.udp()).open();
        prepaid(null);
    }

    @AfterEach
    void close() {
        alice.close();
        rig.close();
        upstream.close();
    }

    /** Metered; proven by her address where one is named, so that her INVITE is held and not the answer. */
    private void prepaid(@Nullable String trunk) {
        List<Network> trunks = trunk == null ? List.of() : List.of(Objects.requireNonNull(Network.parse(trunk)));
        rig.accounts.put(metered("alice", trunks));
    }

    private static AccountSettings metered(String account, List<Network> trunks) {
        return new AccountSettings(account, true, List.of(), trunks, false, null, true, null, null, null);
    }

    private String callId(PlacedCall call) {
        rig.await(call.callId(), Happening.Attempted.class, e -> true);
        return rig.of(call.callId()).get(0).call().callId();
    }

    private void admit(PlacedCall call, @Nullable Integer paidSeconds) {
        rig.proxy.decide(new AdmissionDecision(callId(call), "alice", true, null, paidSeconds));
    }

    private void order(PlacedCall call, long revision, @Nullable Instant at) {
        rig.proxy.terminate(order(callId(call), "alice", revision, at));
    }

    private Termination order(String callId, String account, long revision, @Nullable Instant at) {
        TerminationReason reason = TerminationReason.BALANCE_EXHAUSTED;
        Instant now = rig.clock.instant();
        return new Termination("balance:" + callId, revision, now, callId, account, null, null, at, reason, "", null);
    }

    private Instant answeredAt(PlacedCall call) {
        rig.await(call.callId(), Happening.Answered.class, e -> true);
        return at(call, Happening.Answered.class);
    }

    private Instant at(PlacedCall call, Class<? extends Happening> type) {
        return rig.of(call.callId()).stream()
                .filter(event -> type.isInstance(event.happening()))
                .map(CallEvent::at)
                .findFirst()
                .orElseThrow();
    }

    /** That it ended for its money, not before {@code due} and counted from there. */
    private void assertCut(PlacedCall call, Instant due) {
        assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(call.awaitEnded().reason()).contains("balance:" + callId(call), "cause=402");
        String id = "balance:" + callId(call);
        assertThat(rig.await(call.callId(), Happening.Ended.class, e -> true))
                .isEqualTo(new Happening.Ended(EndCause.TERMINATED, null, id, TerminationReason.BALANCE_EXHAUSTED));
        Instant ended = at(call, Happening.Ended.class);
        assertThat(ended).isAfterOrEqualTo(due);
        Happening.LegClosed closed = rig.await(
                call.callId(), Happening.LegClosed.class, e -> e.terminationId().equals(id));
        assertThat(closed.elapsedMicros())
                .isBetween(
                        Duration.between(due, ended).toNanos() / 1_000,
                        Duration.between(due, rig.clock.instant()).toNanos() / 1_000);
        Await.until("nothing is waited for", PATIENCE, () -> rig.proxy.deadlines() == 0, () -> "deadlines left");
    }

    private void assertStillLive(PlacedCall call) {
        assertThat(call.await("re-INVITE", call.reinvite(), PlacedCall.PATIENCE).status())
                .isEqualTo(200);
        assertThat(call.live()).isTrue();
    }

    @Test
    void shouldEndBothLegsWhenWhatIsPaidHasRun() {
        // Given
        PlacedCall call = alice.invite("493012345678");

        // When
        admit(call, 1);

        // Then
        Instant due = answeredAt(call).plusSeconds(1);
        assertCut(call, due);
        assertThat(upstream.awaitCall().awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
    }

    @Test
    void shouldCountFromTheAnswerOnAStreamToo() throws Exception {
        // Given
        Hop tcp = rig.hop(Hop.Transport.TCP);
        try (Phone caller =
                Phone.of("alice").proxy(tcp).transport(Hop.Transport.TCP).open()) {
            PlacedCall call = caller.invite("493012345678");

            // When
            admit(call, 1);

            // Then
            assertCut(call, answeredAt(call).plusSeconds(1));
        }
    }

    @Test
    void shouldMoveTheInstantWhenAnOrderSaysSo() {
        // Given
        PlacedCall earlier = alice.invite("493012345678");
        PlacedCall later = alice.invite("493012345678");
        admit(earlier, 3_600);
        admit(later, 1);
        Instant sooner = answeredAt(earlier).plusMillis(300);
        Instant delayed = answeredAt(later).plusMillis(1_400);

        // When
        order(earlier, 1, sooner);
        order(later, 2, delayed);
        order(later, 1, delayed.minusMillis(900));

        // Then
        Await.until("the overtaken order is counted", PATIENCE, () -> rig.counters.repeatedOrders() == 1, () -> "not");
        assertThat(earlier.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(rig.proxy.deadlines()).isEqualTo(1);
        assertCut(later, delayed);
        assertCut(earlier, sooner);
    }

    @Test
    void shouldLetTheCallGoOnWhenTheOrderIsWithdrawn() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        admit(call, 1);
        answeredAt(call);

        // When
        order(call, 1, null);

        // Then
        Await.until("nothing is waited for", PATIENCE, () -> rig.proxy.deadlines() == 0, () -> "a deadline left");
        assertStillLive(call);
    }

    @Test
    void shouldKeepTheOrdersInstantWhenItOvertakesAdmissionAndAnswer() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        Instant due = rig.clock.instant().plusMillis(900);

        // When
        order(call, 1, due);
        admit(call, 3_600);

        // Then
        answeredAt(call);
        assertCut(call, due);
        assertThat(rig.counters.repeatedOrders()).isEqualTo(1);
    }

    @Test
    void shouldRefuseTheCallerWhenTheOrderIsDueBeforeTheAnswer() {
        // Given
        upstream.answering(Answering.byHand());
        PlacedCall call = alice.invite("493012345678");
        call.awaitRinging();

        // When
        order(call, 1, rig.clock.instant().plusMillis(50));

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(402);
        assertThat(upstream.awaitCall().awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
    }

    @Test
    void shouldEndAMeteredCallOfWhichNothingIsHeard() {
        // When
        PlacedCall call = alice.invite("493012345678");

        // Then
        Instant due = answeredAt(call).plus(UNCONFIRMED);
        assertCut(call, due);
        assertThat(rig.counters.unconfirmed()).isEqualTo(1);
    }

    @Test
    void shouldCountFromTheAnswerWhenTheAdmissionComesLate() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        Instant due = answeredAt(call).plusSeconds(2);

        // When
        admit(call, 2);

        // Then
        assertCut(call, due);
        assertThat(rig.counters.unconfirmed()).isZero();
    }

    @Test
    void shouldForgetTheInstantWhenTheCallEndsBefore() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        admit(call, 3_600);
        answeredAt(call);
        Await.until("it is waited for", PATIENCE, () -> rig.proxy.deadlines() == 1, () -> "no deadline");

        // When
        call.await("200 for BYE", call.hangUp(), PATIENCE);
        rig.await(call.callId(), Happening.Ended.class, e -> e.cause() == EndCause.CALLER);
        order(call, 1, rig.clock.instant().plusSeconds(3_600));
        order(call, 2, null);

        // Then
        Await.until("nothing is waited for", PATIENCE, () -> rig.proxy.deadlines() == 0, () -> "a deadline left");
    }

    @Test
    void shouldKeepNothingOfOrdersForCallsElsewhere() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        admit(call, null);
        answeredAt(call);

        // When
        rig.proxy.terminate(order("elsewhere", "alice", 1, rig.clock.instant().plusSeconds(60)));

        // Then
        assertStillLive(call);
        assertThat(rig.proxy.deadlines()).isZero();
    }

    @Test
    void shouldLeaveAnEmergencyCallAloneWhateverIsSaid() {
        // Given
        PlacedCall call = alice.invite("112");
        answeredAt(call);

        // When
        admit(call, 0);
        order(call, 1, rig.clock.instant());

        // Then
        assertStillLive(call);
        assertThat(rig.proxy.deadlines()).isZero();
    }

    @Test
    void shouldLeaveAnUnmeteredCallAlone() {
        // Given
        rig.accounts.put(new AccountSettings("alice", true, List.of(), List.of(), true, true, false, null, null, null));
        PlacedCall call = alice.invite("493012345678");

        // When
        admit(call, null);

        // Then
        answeredAt(call);
        assertThat(rig.proxy.deadlines()).isZero();
        assertStillLive(call);
    }

    @Test
    void shouldLeaveAnInboundCallAlone() throws Exception {
        // Given
        try (TestProxy operator = TestProxy.builder().open();
                ProxyRig other = new ProxyRig(operator.address());
                Phone carol = Phone.of("carol").proxy(other.udp()).open();
                Phone bob = Phone.of("bob").proxy(other.udp()).open()) {
            other.accounts.put(metered("bob", List.of()));
            bob.register().get();
            PlacedCall call = carol.invite("bob");
            call.awaitAnswered();
            CallEvent inbound = other.of(call.callId()).stream()
                    .filter(event -> event.call().direction() == Direction.INBOUND)
                    .findFirst()
                    .orElseThrow();

            // When
            other.proxy.terminate(order(inbound.call().callId(), "bob", 1, other.clock.instant()));

            // Then
            assertStillLive(call);
            assertThat(other.proxy.deadlines()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"NO_BALANCE, 402", "UNRATED_DESTINATION, 403"})
    void shouldNotSendTheInviteOnWhenItIsHeldAndRefused(RefusalReason reason, int status) {
        // Given
        prepaid("127.0.0.0/8");
        PlacedCall call = alice.invite("493012345678");

        // When
        rig.proxy.decide(new AdmissionDecision(callId(call), "alice", false, reason, null));

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(status);
        assertThat(rig.await(call.callId(), Happening.Refused.class, e -> true))
                .isEqualTo(new Happening.Refused(status, reason, null));
        assertThat(upstream.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NO_BALANCE, 402", "UNRATED_DESTINATION, 403"})
    void shouldEndTheCalleeWhenTheAnswerIsHeldAndRefused(RefusalReason reason, int status) {
        // Given
        PlacedCall call = alice.invite("493012345678");
        ReceivedCall callee = upstream.awaitCall();
        callee.awaitAnswered();

        // When
        rig.proxy.decide(new AdmissionDecision(callId(call), "alice", false, reason, null));

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(status);
        assertThat(callee.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(callee.awaitEnded().reason()).isEqualTo("SIP ;cause=" + status);
        assertThat(rig.await(call.callId(), Happening.Refused.class, e -> true))
                .isEqualTo(new Happening.Refused(status, reason, null));
    }
}
