package io.tollgate.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is lost over UDP is sent again, and ends nothing. */
class LostMessagesIT {
    private final Phone bob =
            Phone.of("bob").timers(SipTimers.quick()).remembered(1_000).open();
    private final Phone alice =
            Phone.of("alice").timers(SipTimers.quick()).remembered(1_000).open();

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    @Test
    void shouldRepeatTheInviteWhenNothingComesBack() {
        // Given
        bob.loseReceived(2, message -> message.isRequest("INVITE"));

        // When
        PlacedCall call = alice.invite(bob.uri());

        // Then
        call.awaitAnswered();
        assertThat(sent(alice, "INVITE")).extracting(Sighting::repeated).containsExactly(false, true, true);
        assertThat(bob.transcript().repeatsReceived()).isEqualTo(2);
    }

    @Test
    void shouldRepeatThe200UntilTheAckComes() {
        // Given
        bob.loseReceived(2, message -> message.isRequest("ACK"));

        // When
        PlacedCall call = alice.invite(bob.uri());

        // Then
        ReceivedCall received = bob.awaitCall();
        bob.transcript().await("the third ACK", Call.PATIENCE, 3, message -> message.isRequest("ACK"));
        assertThat(received.live()).isTrue();
        assertThat(call.live()).isTrue();
        assertThat(bob.transcript().matching(message -> message.sent() && message.isResponse(200, "INVITE")))
                .hasSize(3);
        assertThat(call.steps(CallStep.Kind.ANSWERED)).hasSize(1);
    }

    @Test
    void shouldRepeatTheByeWhenItsAnswerIsLost() {
        // Given
        PlacedCall call = alice.invite(bob.uri());
        ReceivedCall received = bob.awaitCall();
        call.awaitAnswered();
        alice.loseReceived(1, message -> message.isResponse(200, "BYE"));

        // When
        call.await("an answer to the BYE", call.hangUp(), Call.PATIENCE);

        // Then
        assertThat(sent(alice, "BYE")).hasSize(2);
        assertThat(received.steps(CallStep.Kind.ENDED)).hasSize(1);
    }

    @Test
    void shouldRepeatARefusalUntilItIsAcknowledged() {
        // Given
        bob.answering(Answering.refusing(486));
        alice.loseSent(1, message -> message.isRequest("ACK"));

        // When
        PlacedCall call = alice.invite(bob.uri());

        // Then
        bob.transcript().await("the ACK", Call.PATIENCE, message -> message.isRequest("ACK"));
        assertThat(bob.transcript().matching(message -> message.isResponse(486, "INVITE")))
                .hasSize(2);
        assertThat(call.awaitEnded().status()).isEqualTo(486);
    }

    @Test
    void shouldEndTheCallWhenNoAckEverComes() {
        // When
        alice.invite(Dial.to(bob.uri()).withoutAck());

        // Then
        ReceivedCall received = bob.awaitCall();
        assertThat(received.awaitEnded().by()).isEqualTo(CallEnd.By.NOBODY);
        alice.transcript().await("BYE", Call.PATIENCE, message -> message.isRequest("BYE"));
    }

    @Test
    void shouldGiveUpWhenNobodyAnswers() {
        // Given
        bob.answering(Answering.silent());

        // When
        PlacedCall call = alice.invite(bob.uri());

        // Then
        assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.NOBODY);
        assertThat(sent(alice, "INVITE")).hasSize(7); // RFC 3261 section 17.1.1.2: at 0, T1, 3 T1, 7 T1, ... 63 T1
    }

    private static List<Sighting> sent(Phone phone, String method) {
        return phone.transcript().matching(message -> message.sent() && message.isRequest(method));
    }
}
