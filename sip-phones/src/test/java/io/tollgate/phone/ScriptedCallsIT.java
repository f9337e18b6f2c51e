package io.tollgate.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a script can have two phones do to each other. */
class ScriptedCallsIT {
    private final Phone bob = Phone.of("bob").timers(SipTimers.quick()).open();
    private final Phone alice = Phone.of("alice").timers(SipTimers.quick()).open();

    @AfterEach
    void close() {
        assertThat(alice.unreadable()).isEmpty();
        assertThat(bob.unreadable()).isEmpty();
        assertThat(alice.faults() + bob.faults()).isZero();
        alice.close();
        bob.close();
    }

    @Test
    void shouldCancelWhenTheCalleeOnlyRings() {
        // Given
        bob.answering(Answering.byHand());
        PlacedCall call = alice.invite(bob.uri());
        call.awaitRinging();

        // When
        Sighting last = call.await("487", call.cancel(), Call.PATIENCE);

        // Then
        assertThat(last.status()).isEqualTo(487);
        assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.US);
        assertThat(bob.awaitCall().awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
    }

    @Test
    void shouldHoldBackTheCancelUntilAProvisionalComes() {
        // Given
        bob.answering(Answering.byHand().withTrying(false).withRinging(180, Duration.ofMillis(100)));
        PlacedCall call = alice.invite(bob.uri());

        // When
        call.cancel();

        // Then
        call.awaitEnded();
        assertThat(call.messages())
                .extracting(Sighting::startLine)
                .filteredOn(line -> line.startsWith("CANCEL") || line.contains("180"))
                .first()
                .isEqualTo("SIP/2.0 180 Ringing");
    }

    @Test
    void shouldSendByeWhenTheCancelCrossesThe200() {
        // Given
        bob.answering(Answering.byHand());
        PlacedCall call = alice.invite(bob.uri());
        call.awaitRinging();
        alice.loseSent(100, message -> message.isRequest("CANCEL"));
        call.cancel();

        // When
        ReceivedCall received = bob.awaitCall();
        received.answer();

        // Then
        assertThat(received.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(received.steps())
                .extracting(CallStep::kind)
                .endsWith(CallStep.Kind.ACKNOWLEDGED, CallStep.Kind.ENDED);
    }

    @Test
    void shouldAnswerBothByesWhenTheyCross() {
        // Given
        PlacedCall call = alice.invite(bob.uri());
        ReceivedCall received = bob.awaitCall();
        bob.transcript().await("the ACK", Call.PATIENCE, message -> message.isRequest("ACK"));

        // When
        CompletableFuture<Sighting> callers = call.hangUp();
        CompletableFuture<Sighting> callees = received.hangUp();

        // Then
        assertThat(List.of(statusOrNone(call, callers), statusOrNone(received, callees)))
                .containsAnyOf(200);
        assertThat(call.ended()).isDone();
        assertThat(received.ended()).isDone();
    }

    private static int statusOrNone(Call call, CompletableFuture<Sighting> response) {
        try {
            return call.await("an answer to BYE", response, Call.PATIENCE).status();
        } catch (NotSeen endedBefore) {
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "UPDATE", "OPTIONS", "MESSAGE", "NOTIFY"})
    void shouldAnswerRequestsWithinTheDialog(String method) {
        // Given
        PlacedCall call = alice.invite(bob.uri());
        call.awaitAnswered();

        // When
        Sighting response = call.await("200", call.send(method, "X-Mark: 7"), Call.PATIENCE);

        // Then
        assertThat(response.isResponse(200, method)).isTrue();
        assertThat(bob.transcript()
                        .await(method, Call.PATIENCE, message -> message.isRequest(method))
                        .header("X-Mark"))
                .isEqualTo("7");
    }

    @Test
    void shouldAcknowledgeAReliableProvisionalAndGoOnCounting() {
        // Given
        bob.answering(Answering.byHand().withReliable());
        PlacedCall call = alice.invite(bob.uri());
        call.awaitRinging();
        Sighting prack = bob.transcript().await("PRACK", Call.PATIENCE, message -> message.isRequest("PRACK"));
        ReceivedCall received = bob.awaitCall();
        received.answer();
        call.awaitAnswered();

        // When
        Sighting response = call.await("200 to the BYE", call.hangUp(), Call.PATIENCE);

        // Then
        assertThat(prack.header("RAck")).isEqualTo("1 1 INVITE");
        assertThat(response.isResponse(200, "BYE")).isTrue();
        assertThat(response.cseqNumber()).isEqualTo(3);
    }

    @Test
    void shouldRefuseAByeAsTheScriptSays() {
        // Given
        bob.answerRequests("BYE", 500);
        PlacedCall call = alice.invite(bob.uri());
        ReceivedCall received = bob.awaitCall();
        call.awaitAnswered();

        // When
        Sighting response = call.await("an answer to the BYE", call.hangUp(), Call.PATIENCE);

        // Then
        assertThat(response.status()).isEqualTo(500);
        assertThat(received.live()).isTrue();
    }

    @Test
    void shouldAnswer200ToALateBye() {
        // Given
        PlacedCall call = alice.invite(bob.uri());
        call.awaitAnswered();
        call.await("200", call.hangUp(), Call.PATIENCE);
        Sighting bye = alice.transcript().await("BYE", Call.PATIENCE, message -> message.isRequest("BYE"));

        // When
        try (RawSocket raw = RawSocket.udp()) {
            raw.send(
                    bob.address(),
                    bye.text().replaceAll("(?m)^Via: .*$", "Via: SIP/2.0/UDP [local];rport;branch=[branch]"));

            // Then
            raw.awaitStatus(200);
        }
    }

    @Test
    void shouldReinviteFromBothSides() {
        // Given
        PlacedCall call = alice.invite(bob.uri());
        ReceivedCall received = bob.awaitCall();
        bob.transcript().await("the ACK", Call.PATIENCE, message -> message.isRequest("ACK"));

        // When
        Sighting callers = call.await("200", call.reinvite(), Call.PATIENCE);
        Sighting callees = received.await("200", received.reinvite(), Call.PATIENCE);

        // Then
        assertThat(callers.isResponse(200, "INVITE")).isTrue();
        assertThat(callees.isResponse(200, "INVITE")).isTrue();
        alice.transcript().await("the callee's ACK", Call.PATIENCE, m -> m.received() && m.isRequest("ACK"));
        assertThat(call.live() && received.live()).isTrue();
    }

    @Test
    void shouldRefuseAnInDialogRequestWhoseCseqGoesBack() {
        // Given
        PlacedCall call = alice.invite(Dial.to(bob.uri()));
        call.awaitAnswered();
        call.await("200", call.send("INFO"), Call.PATIENCE);
        Sighting info = alice.transcript().await("INFO", Call.PATIENCE, message -> message.isRequest("INFO"));

        // When
        try (RawSocket raw = RawSocket.udp()) {
            raw.send(
                    bob.address(),
                    info.text()
                            .replaceAll("(?m)^Via: .*$", "Via: SIP/2.0/UDP [local];rport;branch=[branch]")
                            .replace("2 INFO", "1 INFO"));

            // Then
            raw.awaitStatus(500);
        }
    }

    @Test
    void shouldAnswer481ToAByeOfNoDialog() {
        // When
        try (RawSocket raw = RawSocket.udp()) {
            raw.send(bob.address(), """
                    BYE sip:bob@127.0.0.1 SIP/2.0
                    Via: SIP/2.0/UDP [local];rport;branch=[branch]
                    Max-Forwards: 70
                    From: <sip:x@127.0.0.1>;tag=1
                    To: <sip:bob@127.0.0.1>;tag=2
                    Call-ID: none@127.0.0.1
                    CSeq: 1 BYE
                    Content-Length: [length]

                    """);

            // Then
            assertThat(raw.awaitStatus(481).header("Call-ID")).isEqualTo("none@127.0.0.1");
        }
    }

    @Test
    void shouldWriteWhatTheScriptWantsInTheInvite() {
        // When
        PlacedCall call = alice.invite(Dial.to(bob.uri())
                .from("\"Mallory\" <sip:bank@example.org>")
                .callId("chosen@example.org")
                .header("P-Asserted-Identity: <sip:bank@example.org>"));

        // Then
        Sighting invite = bob.awaitCall().invite();
        assertThat(invite.callId()).isEqualTo("chosen@example.org").isEqualTo(call.callId());
        assertThat(invite.header("From")).startsWith("\"Mallory\" <sip:bank@example.org>;tag=");
        assertThat(invite.header("P-Asserted-Identity")).isEqualTo("<sip:bank@example.org>");
        call.awaitAnswered();
    }

    @Test
    void shouldTellTheReasonOfARefusal() {
        // Given
        bob.answering(Answering.refusing(403).withHeader("Reason: SIP;cause=403;text=\"id-1\""));

        // When
        PlacedCall call = alice.invite(bob.uri());

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(403);
        assertThat(call.awaitEnded().reason()).isEqualTo("SIP;cause=403;text=\"id-1\"");
    }

    @Test
    void shouldPrintTheTranscriptWhenAWaitFails() {
        // Given
        bob.answering(Answering.byHand());
        PlacedCall call = alice.invite(bob.uri());
        call.awaitRinging();

        // When
        NotSeen failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                NotSeen.class, () -> call.await("an answer", call.answered(), Duration.ofMillis(1)));

        // Then
        assertThat(failure).hasMessageContaining("an answer").hasMessageContaining("180 Ringing");
    }
}
