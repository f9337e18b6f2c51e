package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.transaction.Timers;
import io.tollgate.phone.Answering;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that end without a BYE, and calls that do not end though one might think so. */
class VigilIT {
    /** Silence lasts 1.28 s. */
    private static final Timers QUICK = new Timers(20_000_000L, 160_000_000L, 200_000_000L);

    private TestUpstream upstream;
    private ProxyRig rig;
    private Phone alice;

    @BeforeEach
    void open() throws Exception {
        upstream = TestUpstream.open("127.0.0.1", 0);
        rig = rig();
        alice = Phone.of("alice").proxy(rig.udp()).open();
    }

    private ProxyRig rig() throws Exception {
        Limits limits = Limits.of(
                1_000, Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMillis(500));
        return new ProxyRig(upstream.address(), limits, QUICK);
    }

    @AfterEach
    void close() {
        alice.close();
        rig.close();
        upstream.close();
    }

    private PlacedCall answered() {
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();
        return call;
    }

    private static void awaitAsked(io.tollgate.phone.Call call, int times) {
        Await.until(
                "OPTIONS",
                Duration.ofSeconds(10),
                () -> call.messages().stream()
                                .filter(seen -> seen.isRequest("OPTIONS"))
                                .count()
                        >= times,
                call::describe);
    }

    @Test
    void shouldLeaveTheCallAloneWhenBothPartiesAnswer() {
        // Given
        PlacedCall call = answered();
        ReceivedCall callee = upstream.awaitCall();

        // When
        awaitAsked(call, 3);
        awaitAsked(callee, 3);

        // Then
        assertThat(call.await("re-INVITE", call.reinvite(), PlacedCall.PATIENCE).status())
                .isEqualTo(200);
        assertThat(callee.await("re-INVITE", callee.reinvite(), PlacedCall.PATIENCE)
                        .status())
                .isEqualTo(200);
        assertThat(rig.of(call.callId())).hasSize(3);
    }

    @Test
    void shouldEndTheCallWhenAPartyDisappears() {
        // Given
        PlacedCall call = answered();
        ReceivedCall callee = upstream.awaitCall();

        // When
        alice.close();

        // Then
        rig.await(call.callId(), Happening.Ended.class, ended -> ended.cause() == EndCause.TIMED_OUT);
        callee.awaitEnded();
        rig.awaitKept(0);
    }

    @Test
    void shouldEndTheCallWhenAPartyDoesNotKnowIt() {
        // Given
        PlacedCall call = answered();
        ReceivedCall callee = upstream.awaitCall();
        alice.answerRequests("OPTIONS", 481);

        // Then
        rig.await(call.callId(), Happening.Ended.class, ended -> ended.cause() == EndCause.TIMED_OUT);
        callee.awaitEnded();
    }

    @Test
    void shouldAskNobodyWhileNobodyVouchesForTheCalls() {
        // Given
        rig.vouched = false;
        PlacedCall call = answered();
        PlacedCall other = alice.invite("493012345679");
        other.awaitAnswered();
        rig.awaitKept(2);
        alice.answerRequests("OPTIONS", 481);

        // When
        Await.until(
                "longer than the interval",
                Duration.ofSeconds(10),
                () -> rig.clock
                        .instant()
                        .isAfter(rig.of(call.callId()).get(2).at().plusMillis(1_500)),
                () -> "");

        // Then
        assertThat(call.messages()).noneMatch(seen -> seen.isRequest("OPTIONS"));
        rig.vouched = true;
        rig.await(call.callId(), Happening.Ended.class, ended -> ended.cause() == EndCause.TIMED_OUT);
    }

    @Test
    void shouldMakeNothingOfAnAnswerThatComesWhileNobodyVouchesForTheCalls() {
        // Given
        PlacedCall call = answered();
        ReceivedCall callee = upstream.awaitCall();
        awaitAsked(callee, 1);

        // When
        rig.vouched = false;
        alice.answerRequests("OPTIONS", 481);
        upstream.phone().answerRequests("OPTIONS", 481);
        Await.instant(rig.clock.instant().plusMillis(2_000));

        // Then
        assertThat(rig.of(call.callId())).hasSize(3);
    }

    @Test
    void shouldNotTakeTheSilenceOfALegThatItMayNotReachForAnEnd() throws Exception {
        // Given
        PlacedCall call = answered();
        ReceivedCall callee = upstream.awaitCall();
        List<CallSnapshot> kept = rig.awaitKept(1);
        rig.vouched = false;
        alice.close();
        try (ProxyRig adopter = rig()) {

            // When
            adopter.proxy.resume(kept, Resumption.of(true, 1)).join();
            awaitAsked(callee, 4);

            // Then
            assertThat(adopter.of(call.callId())).isEmpty();
            assertThat(callee.live()).isTrue();
        }
    }

    @Test
    void shouldEndAnAdoptedCallWhenBothLegsAreSilent() throws Exception {
        // Given
        PlacedCall call = answered();
        List<CallSnapshot> kept = rig.awaitKept(1);
        rig.vouched = false;
        alice.close();
        upstream.close();
        try (ProxyRig adopter = rig()) {

            // When
            adopter.proxy.resume(kept, Resumption.of(true, 1)).join();

            // Then
            adopter.await(call.callId(), Happening.Ended.class, ended -> ended.cause() == EndCause.TIMED_OUT);
        }
    }

    @Test
    void shouldEndTheCallWhenItsSessionIsNotRefreshed() throws Exception {
        // Given
        upstream.answering(Answering.atOnce().withHeader("Session-Expires: 1;refresher=uac"));

        // When
        PlacedCall call = answered();

        // Then
        rig.await(call.callId(), Happening.Ended.class, ended -> ended.cause() == EndCause.TIMED_OUT);
        call.awaitEnded();
        upstream.awaitCall().awaitEnded();
    }
}
