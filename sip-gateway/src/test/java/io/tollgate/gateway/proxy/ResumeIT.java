package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls whose gateway is gone, and one that takes them up: at the same address, or at another. */
class ResumeIT {
    private TestUpstream upstream;
    private ProxyRig first;
    private Phone alice;

    @BeforeEach
    void open() throws Exception {
        upstream = TestUpstream.open("127.0.0.1", 0);
        first = new ProxyRig(upstream.address());
        alice = Phone.of("alice").proxy(first.udp()).open();
    }

    @AfterEach
    void close() {
        alice.close();
        first.close();
        upstream.close();
    }

    private PlacedCall answered() {
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();
        return call;
    }

    private void metered() {
        first.accounts.put(
                new AccountSettings("alice", true, List.of(), List.of(), false, true, true, null, null, null));
    }

    private ProxyRig resumed(boolean elsewhere, List<CallSnapshot> kept) throws Exception {
        ProxyRig second =
                elsewhere ? new ProxyRig(upstream.address()) : new ProxyRig(upstream.address(), first.address());
        second.proxy.resume(kept, Resumption.of(elsewhere, kept.size())).join();
        return second;
    }

    @Test
    void shouldKeepACallFromItsFirstSecondToItsEnd() {
        // Given
        PlacedCall call = answered();
        first.awaitKept(1);

        // When
        call.hangUp();

        // Then
        first.awaitKept(0);
    }

    @Test
    void shouldEndBothLegsWhenAnotherLifeTookTheCallUp() throws Exception {
        // Given
        PlacedCall call = answered();
        ReceivedCall callee = upstream.awaitCall();
        List<CallSnapshot> kept = first.awaitKept(1);
        first.close();
        try (ProxyRig second = resumed(false, kept)) {

            // When
            second.terminate("v-1", call.callId(), null);

            // Then
            assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
            assertThat(callee.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
            second.await(call.callId(), Happening.LegClosed.class, closed -> closed.leg() == Leg.CALLER);
            second.await(call.callId(), Happening.LegClosed.class, closed -> closed.leg() == Leg.CALLEE);
            assertThat(second.of(call.callId())).extracting(CallEvent::sequence).containsExactly(3, 4, 5);
            assertThat(second.kept.calls).isEmpty();
        }
    }

    @Test
    void shouldPassRequestsOfThePartiesWhenAnotherLifeTookTheCallUp() throws Exception {
        // Given
        PlacedCall call = answered();
        ReceivedCall callee = upstream.awaitCall();
        List<CallSnapshot> kept = first.awaitKept(1);
        first.close();
        try (ProxyRig second = resumed(false, kept)) {

            // When
            int status = call.await("re-INVITE", call.reinvite(), PlacedCall.PATIENCE)
                    .status();
            callee.hangUp();

            // Then
            assertThat(status).isEqualTo(200);
            second.await(call.callId(), Happening.Ended.class, ended -> ended.cause() == EndCause.CALLEE);
        }
    }

    @Test
    void shouldEndBothLegsWhenAnotherGatewayAdoptedTheCall() throws Exception {
        // Given
        PlacedCall call = answered();
        ReceivedCall callee = upstream.awaitCall();
        List<CallSnapshot> kept = first.awaitKept(1);
        first.close();
        try (ProxyRig second = resumed(true, kept)) {

            // When
            second.terminate("v-1", null, "alice");

            // Then
            assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
            assertThat(callee.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        }
    }

    @Test
    void shouldEndTheCallAtItsInstantWhenAnotherLifeTookItUp() throws Exception {
        // Given
        metered();
        PlacedCall call = answered();
        List<CallSnapshot> kept = first.awaitKept(1);
        first.close();

        // When
        Instant due = kept.get(0).attemptedAt().plusSeconds(3);
        Termination order = new Termination(
                "balance:" + kept.get(0).callId(),
                1,
                due,
                kept.get(0).callId(),
                "alice",
                null,
                null,
                due,
                TerminationReason.BALANCE_EXHAUSTED,
                "",
                null);
        try (ProxyRig second = resumed(false, kept)) {
            second.proxy.terminate(order);
            second.proxy.releaseAll();

            // Then
            call.awaitEnded();
            Happening.Ended ended = second.await(call.callId(), Happening.Ended.class, e -> true);
            assertThat(ended.terminationReason()).isEqualTo(TerminationReason.BALANCE_EXHAUSTED);
            assertThat(second.of(call.callId()).get(0).at()).isAfterOrEqualTo(due);
        }
    }

    @Test
    void shouldObeyWhatWasOrderedBeforeTheCallWasAdopted() throws Exception {
        // Given
        PlacedCall hit = answered();
        List<CallSnapshot> kept = first.awaitKept(1);
        first.close();
        try (ProxyRig second = new ProxyRig(upstream.address())) {
            second.terminate("v-1", null, "alice");
            second.proxy.resume(kept, Resumption.of(true, 1)).join();
            Instant now = second.clock.instant();
            Termination again = new Termination(
                    "v-1", 0, now, null, "alice", null, null, now, TerminationReason.FRAUD_VERDICT, "", null);

            // When
            second.proxy.terminateAdopted(again, Set.of(kept.get(0).callId()));

            // Then
            assertThat(hit.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        }
    }

    @Test
    void shouldTellNothingOfACallThatAnotherGatewayHasAdopted() throws Exception {
        // Given
        PlacedCall call = answered();
        String callId = first.awaitKept(1).get(0).callId();

        // When
        first.proxy.relinquish(Set.of(callId));
        first.terminate("v-1", null, "alice");

        // Then
        Await.until("no live call", Duration.ofSeconds(5), () -> first.proxy.liveCalls() == 0, () -> "");
        assertThat(call.await("BYE", call.hangUp(), PlacedCall.PATIENCE).status())
                .isEqualTo(200);
        assertThat(first.of(call.callId())).hasSize(3);
    }

    @Test
    void shouldGiveRingingCallsAFinalResponseWhenItCannotWait() {
        // Given
        upstream.answering(io.tollgate.phone.Answering.byHand());
        PlacedCall call = alice.invite("493012345678");
        call.awaitRinging();
        assertThat(first.proxy.unsettled().join()).isEqualTo(1);

        // When
        first.proxy.giveUp().join();

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(503);
        upstream.awaitCall().awaitEnded();
        first.await(
                call.callId(),
                Happening.Ended.class,
                ended ->
                        ended.cause() == EndCause.FAILED && Integer.valueOf(503).equals(ended.sipStatus()));
    }

    private static Termination balance(CallSnapshot call, long revision, @Nullable Instant at) {
        return new Termination(
                "balance:" + call.callId(),
                revision,
                call.attemptedAt(),
                call.callId(),
                "alice",
                null,
                null,
                at,
                TerminationReason.BALANCE_EXHAUSTED,
                "",
                null);
    }

    @Test
    void shouldNotObeyAnInstantThatWasMovedWhileNobodyHadTheCall() throws Exception {
        // Given
        metered();
        PlacedCall call = answered();
        CallSnapshot kept = first.awaitKept(1).get(0);
        first.proxy.terminate(balance(kept, 1, kept.answeredAt().plusSeconds(3)));
        Await.until(
                "the instant to be kept",
                Duration.ofSeconds(5),
                () -> first.kept.calls.get(kept.callId()).deadlines().balanceRevision() == 1,
                first.kept.calls::toString);
        List<CallSnapshot> last = List.copyOf(first.kept.calls.values());
        first.close();
        Await.instant(kept.answeredAt().plusMillis(3_100));

        // When
        try (ProxyRig second = resumed(false, last)) {
            second.proxy.terminate(balance(kept, 2, kept.answeredAt().plusSeconds(60)));
            second.proxy.releaseAll();

            // Then
            assertThat(call.await("re-INVITE", call.reinvite(), PlacedCall.PATIENCE)
                            .status())
                    .isEqualTo(200);
            assertThat(second.of(call.callId())).isEmpty();
        }
    }

    @Test
    void shouldTellWhenAPartyHadHungUpThroughItBeforeItAdoptedTheCall() throws Exception {
        // Given
        PlacedCall call = answered();
        List<CallSnapshot> kept = first.awaitKept(1);
        first.close();
        try (ProxyRig second = new ProxyRig(upstream.address(), first.address())) {
            assertThat(call.await("BYE", call.hangUp(), PlacedCall.PATIENCE).status())
                    .isEqualTo(200);
            Instant hungUp = second.clock.instant();

            // When
            second.proxy.resume(kept, Resumption.of(true, 1)).join();

            // Then
            second.await(call.callId(), Happening.Ended.class, ended -> ended.cause() == EndCause.CALLER);
            assertThat(second.of(call.callId()).get(0).at()).isBeforeOrEqualTo(hungUp);
        }
    }

    @Test
    void shouldCountACallOutOnceWhenItIsHungUpAsAnotherGatewayAdoptsIt() {
        // Given
        PlacedCall call = answered();
        String callId = first.awaitKept(1).get(0).callId();
        upstream.phone().loseReceived(1, seen -> seen.isRequest("BYE"));

        // When
        var bye = call.hangUp();
        first.proxy.relinquish(Set.of(callId));

        // Then
        assertThat(call.await("BYE", bye, PlacedCall.PATIENCE).status()).isEqualTo(200);
        assertThat(first.proxy.liveCalls()).isZero();
        assertThat(first.of(call.callId())).hasSize(3);
    }
}
