package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.phone.Answering;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Dial;
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

/** Calls that are ended by order, and calls that wait for their Admission, on the wire. */
class TerminationIT {
    private TestUpstream upstream;
    private ProxyRig rig;
    private Phone alice;

    @BeforeEach
    void open() throws Exception {
        upstream = TestUpstream.open("127.0.0.1", 0);
        rig = new ProxyRig(upstream.address());
        alice = Phone.of("alice").proxy(rig.udp()).open();
    }

    @AfterEach
    void close() {
        alice.close();
        rig.close();
        upstream.close();
    }

    private void strict(boolean admitWithoutDecision) {
        rig.accounts.put(new AccountSettings(
                "alice", true, List.of(), List.of(), true, admitWithoutDecision, false, null, null, null));
    }

    private String callIdOf(PlacedCall call) {
        rig.await(call.callId(), Happening.Attempted.class, e -> true);
        return rig.of(call.callId()).get(0).call().callId();
    }

    private void decide(PlacedCall call, boolean admitted) {
        RefusalReason reason = admitted ? null : RefusalReason.CHANNEL_LIMIT;
        rig.proxy.decide(new AdmissionDecision(callIdOf(call), "alice", admitted, reason, null));
    }

    @Test
    void shouldEndBothLegsWhenTheCallIsAnswered() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();
        ReceivedCall callee = upstream.awaitCall();
        Await.until(
                "ACK",
                Duration.ofSeconds(5),
                () -> callee.messages().stream().anyMatch(seen -> seen.isRequest("ACK")),
                callee::describe);

        // When
        rig.terminate("verdict-7", call.callId(), null);

        // Then
        assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(callee.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(call.awaitEnded().reason())
                .contains("SIP")
                .contains("cause=403")
                .contains("verdict-7");
        rig.await(call.callId(), Happening.LegClosed.class, e -> e.leg() == Leg.CALLER);
        rig.await(call.callId(), Happening.LegClosed.class, e -> e.leg() == Leg.CALLEE);
        List<Happening> told =
                rig.of(call.callId()).stream().map(CallEvent::happening).toList();
        assertThat(told).hasSize(6);
        assertThat(told.get(3))
                .isEqualTo(
                        new Happening.Ended(EndCause.TERMINATED, null, "verdict-7", TerminationReason.FRAUD_VERDICT));
        assertThat(told.subList(4, 6))
                .allSatisfy(closed -> assertThat(closed)
                        .isInstanceOfSatisfying(
                                Happening.LegClosed.class,
                                leg -> assertThat(leg.sipStatus()).isEqualTo(200)));
    }

    @Test
    void shouldEndBothLegsWhateverTheIdOfTheTerminationIs() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();
        ReceivedCall callee = upstream.awaitCall();

        // When
        rig.terminate("rule 7: \"IRSF\" \\\r\nContent-Length: 9\r\n\r\n", call.callId(), null);

        // Then
        String reason = "SIP ;cause=403 ;text=\"rule 7: \\\"IRSF\\\" \\\\  Content-Length: 9    \"";
        assertThat(call.awaitEnded().reason()).isEqualTo(reason);
        assertThat(callee.awaitEnded().reason()).isEqualTo(reason);
        rig.await(call.callId(), Happening.LegClosed.class, e -> e.leg() == Leg.CALLER && e.sipStatus() == 200);
        rig.await(call.callId(), Happening.LegClosed.class, e -> e.leg() == Leg.CALLEE && e.sipStatus() == 200);
    }

    @Test
    void shouldLeaveOtherCallsAloneWhenOneAccountIsMeant() {
        // Given
        PlacedCall hit = alice.invite("493012345678");
        PlacedCall other = alice.invite(Dial.to("493012345678").from("bob"));
        hit.awaitAnswered();
        other.awaitAnswered();

        // When
        rig.terminate(null, null, "alice");
        hit.awaitEnded();

        // Then
        assertThat(other.await("re-INVITE", other.reinvite(), PlacedCall.PATIENCE)
                        .status())
                .isEqualTo(200);
        assertThat(other.live()).isTrue();
    }

    @Test
    void shouldTakeATerminationOnce() {
        // Given
        PlacedCall first = alice.invite("493012345678");
        first.awaitAnswered();
        rig.terminate("same", null, "alice");
        first.awaitEnded();
        PlacedCall second = alice.invite(Dial.to("493012345678").from("bob"));
        second.awaitAnswered();

        // When
        rig.terminate("same", second.callId(), null);

        // Then
        Await.until("counted", Duration.ofSeconds(5), () -> rig.counters.repeatedOrders() == 2, () -> "");
        assertThat(second.live()).isTrue();
    }

    @Test
    void shouldRefuseTheCallerWhenTheCalleeStillRings() {
        // Given
        upstream.answering(Answering.byHand());
        PlacedCall call = alice.invite("493012345678");
        call.awaitRinging();

        // When
        rig.terminate(null, call.callId(), null);

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(403);
        assertThat(upstream.awaitCall().awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(rig.await(call.callId(), Happening.LegClosed.class, e -> e.leg() == Leg.CALLEE)
                        .sipStatus())
                .isEqualTo(487);
        assertThat(rig.await(call.callId(), Happening.LegClosed.class, e -> e.leg() == Leg.CALLER)
                        .sipStatus())
                .isEqualTo(403);
    }

    @Test
    void shouldWaitForAProvisionalBeforeItCancels() {
        // Given
        upstream.answering(Answering.byHand().withTrying(false).withRinging(180, Duration.ofMillis(700)));
        PlacedCall call = alice.invite("493012345678");
        callIdOf(call);

        // When
        rig.terminate(null, call.callId(), null);

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(403);
        ReceivedCall callee = upstream.awaitCall();
        callee.awaitEnded();
        assertThat(callee.messages().stream().map(seen -> seen.startLine().split(" ")[0] + seen.status()))
                .containsSubsequence("INVITE0", "SIP/2.0180", "CANCEL0");
    }

    @Test
    void shouldAcknowledgeAndEndTheAnswerThatCrossesTheOrder() {
        // Given
        upstream.answering(Answering.byHand());
        upstream.phone().loseReceived(50, seen -> seen.isRequest("CANCEL"));
        PlacedCall call = alice.invite("493012345678");
        call.awaitRinging();
        rig.terminate(null, call.callId(), null);
        call.awaitEnded();

        // When
        ReceivedCall callee = upstream.awaitCall();
        callee.answer();

        // Then
        assertThat(callee.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(callee.messages()).anyMatch(seen -> seen.isRequest("ACK"));
        assertThat(rig.await(call.callId(), Happening.LegClosed.class, e -> e.leg() == Leg.CALLEE)
                        .sipStatus())
                .isEqualTo(200);
    }

    @Test
    void shouldHoldTheAnswerUntilTheCallIsAdmitted() {
        // Given
        strict(false);
        PlacedCall call = alice.invite("493012345678");
        rig.await(call.callId(), Happening.Ringing.class, e -> true);

        // When
        decide(call, true);

        // Then
        call.awaitAnswered();
        rig.await(call.callId(), Happening.Answered.class, e -> true);
    }

    @Test
    void shouldEndTheHeldAnswerWhenTheCallIsRefused() {
        // Given
        strict(false);
        PlacedCall call = alice.invite("493012345678");
        ReceivedCall callee = upstream.awaitCall();
        callee.awaitAnswered();

        // When
        decide(call, false);

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(486);
        assertThat(callee.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(rig.await(call.callId(), Happening.Refused.class, e -> true))
                .isEqualTo(new Happening.Refused(486, RefusalReason.CHANNEL_LIMIT, null));
    }

    @Test
    void shouldRefuseWhenNoDecisionComes() {
        // Given
        strict(false);

        // When
        PlacedCall call = alice.invite("493012345678");

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(480);
        assertThat(call.awaitEnded().reason()).isEqualTo("SIP ;cause=480");
        assertThat(upstream.awaitCall().awaitEnded().reason()).isEqualTo("SIP ;cause=480");
        assertThat(rig.counters.undecided()).isEqualTo(1);
    }

    @Test
    void shouldAdmitWithoutDecisionWhereTheAccountSaysSo() {
        // Given
        strict(true);

        // When
        PlacedCall call = alice.invite("493012345678");

        // Then
        call.awaitAnswered();
        assertThat(rig.counters.undecided()).isEqualTo(1);
    }

    @Test
    void shouldUseTheNextSequenceNumberWhenPartiesSpokeBefore() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();
        ReceivedCall callee = upstream.awaitCall();
        call.await("INFO", call.send("INFO"), PlacedCall.PATIENCE);
        callee.await("INFO", callee.send("INFO"), PlacedCall.PATIENCE);

        // When
        rig.terminate(null, call.callId(), null);
        call.awaitEnded();
        callee.awaitEnded();

        // Then
        assertThat(rig.await(call.callId(), Happening.LegClosed.class, e -> e.leg() == Leg.CALLEE)
                        .sipStatus())
                .isEqualTo(200);
        assertThat(rig.await(call.callId(), Happening.LegClosed.class, e -> e.leg() == Leg.CALLER)
                        .sipStatus())
                .isEqualTo(200);
    }
}
