package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import org.junit.jupiter.api.Test;

/** Several phones answer. */
class ForkRacesTest extends Races {
    @Test
    void shouldEndEachForkThatHasAnswered() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.respond(180, "b");
        call.respond(200, "a");
        call.ack("a");
        call.respond(200, "b");
        call.ack("b");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(shard.sent(UPSTREAM, sent -> sent.request("BYE")).stream()
                        .map(sent -> sent.message().toTag()))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(call.count(CALLER, "BYE")).isEqualTo(2);
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 180, 200, 200);
    }

    @Test
    void shouldEndTheForksThatAnswerAfterTheOrder() {
        // Given
        call.invite();
        call.respond(180, "a");
        shard.terminate("t", call.callId);

        // When
        call.respond(200, "a");
        call.respond(200, "b");

        // Then
        assertThat(shard.sent(UPSTREAM, sent -> sent.request("ACK")).stream()
                        .map(sent -> sent.message().toTag()))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(shard.sent(UPSTREAM, sent -> sent.request("BYE")).stream()
                        .map(sent -> sent.message().toTag()))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 403);
    }

    @Test
    void shouldAcknowledgeEachRepetitionOfThe2xxThatItAcknowledgedItself() {
        // Given
        call.invite();
        call.respond(180, "a");
        shard.terminate("t", call.callId);
        call.respond(200, "a");

        // When
        call.respond(200, "a");

        // Then
        assertThat(call.count(UPSTREAM, "ACK")).isEqualTo(2);
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(1);
    }

    @Test
    void shouldEndOnlyTheForkOfWhichAPartyKnowsNothing() {
        // Given
        call.answered("a");
        call.respond(200, "b");

        // When
        while (call.count(CALLER, "OPTIONS") < 2) {
            shard.pass(A_MOMENT);
        }
        shard.sent(CALLER, sent -> sent.request("OPTIONS")).stream()
                .map(ShardByHand.Sent::message)
                .forEach(ping -> call.reply(CALLER, ping, "b".equals(ping.fromTag()) ? 481 : 200));

        // Then
        assertThat(ends()).isEmpty();
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(1);
        assertThat(call.got(UPSTREAM, "BYE").toTag()).isEqualTo("b");
        assertThat(call.got(CALLER, "BYE").fromTag()).isEqualTo("b");
        assertThat(call.got(UPSTREAM, "ACK").toTag()).isEqualTo("b");

        // And
        call.caller("BYE", "a");
        call.reply(UPSTREAM, call.got(UPSTREAM, "BYE"), 200);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLER, null));
    }

    @Test
    void shouldPassTheAnswerOfAForkWhenTheCallerHasHungUpOnAnother() {
        // Given
        shard.account(true, false, null);
        call.invite();
        call.respond(180, "a");
        call.respond(180, "b");
        call.caller("BYE", "a");
        call.reply(UPSTREAM, "BYE", 200);
        call.respond(200, "b");

        // When
        shard.decide(shard.events.get(0).call().callId(), true);

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).endsWith(200);
        assertThat(ends()).isEmpty();
    }

    @Test
    void shouldTellCancelledWhenTheCallerHangsUpOneEarlyDialogAfterTheOther() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.respond(180, "b");

        // When
        call.caller("BYE", "b");
        call.reply(UPSTREAM, "BYE", 200);
        call.respond(487, "b");

        // Then
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CANCELLED, 487));
    }

    @Test
    void shouldEndNoForkASecondTimeWhenAPingFindsItEnded() {
        // Given
        call.answered("a");
        call.respond(200, "b");
        call.ack("b");
        while (call.count(CALLER, "OPTIONS") < 2) {
            shard.pass(A_MOMENT);
        }
        SipMessage ping = call.got(CALLER, "OPTIONS");
        shard.terminate("t", call.callId);

        // When
        call.reply(CALLER, ping, 481);

        // Then
        assertThat(call.count(CALLER, "BYE")).isEqualTo(2);
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(2);
    }

    @Test
    void shouldPassA6xx() {
        // Given
        call.invite();
        call.respond(180, "a");

        // When
        call.respond(603, "a");

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 603);
        assertThat(call.count(UPSTREAM, "ACK")).isEqualTo(1);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.FAILED, 603));
    }

    @Test
    void shouldPassARedirection() {
        // Given
        call.invite();

        // When
        call.respond(302, "a", "Contact: <sip:882999@example.org>");

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 302);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.FAILED, 302));
    }

    @Test
    void shouldFollowACalleeThatSaysOnlyLaterWhereItIs() {
        // Given
        call.invite();
        String ringing = text(call.response(180, "a"));
        shard.receive(UPSTREAM, ringing.replaceAll("(Contact|Record-Route): [^\r]*\r\n", ""));
        shard.receive(
                UPSTREAM,
                text(call.response(183, "a"))
                        .replaceFirst("Record-Route: ", "Record-Route: <sip:192.0.2.2:5060;lr>\r\nRecord-Route: "));

        // When
        call.caller("PRACK", "a");

        // Then
        SipMessage prack = call.got(UPSTREAM, "PRACK");
        assertThat(prack.targetText()).isEqualTo("sip:a@192.0.2.2:5060");
        assertThat(prack.header(HeaderName.ROUTE)).isEqualTo("<sip:192.0.2.2:5060;lr>");
    }
}
