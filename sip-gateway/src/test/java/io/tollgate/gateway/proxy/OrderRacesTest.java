package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An order comes while something else is under way. */
class OrderRacesTest extends Races {
    @Test
    void shouldAnswerThePendingReinviteOfTheCallerWhenAnOrderComes() {
        // Given
        call.answered("a");
        call.caller("INVITE", "a");
        SipMessage reinvite = call.got(UPSTREAM, "INVITE");
        call.reply(UPSTREAM, reinvite, 100);

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).endsWith(487);
        assertThat(call.got(UPSTREAM, "CANCEL").cseq()).isEqualTo(reinvite.cseq());
        assertThat(call.got(UPSTREAM, "BYE").cseq()).isGreaterThan(reinvite.cseq());
        call.reply(UPSTREAM, reinvite, 487);
        assertThat(call.got(UPSTREAM, "ACK").cseq()).isEqualTo(reinvite.cseq());
    }

    @Test
    void shouldAcknowledgeThe2xxToAReinviteThatCrossesTheOrder() {
        // Given
        call.answered("a");
        call.callee("INVITE", "a");
        SipMessage reinvite = call.got(CALLER, "INVITE");
        call.reply(CALLER, reinvite, 100);

        // When
        shard.terminate("t", call.callId);
        call.reply(CALLER, reinvite, 200, "Contact: <sip:alice@192.0.2.1:5060>");

        // Then
        assertThat(call.statuses(UPSTREAM, "INVITE")).endsWith(487);
        SipMessage ack = call.got(CALLER, "ACK");
        assertThat(ack.cseq()).isEqualTo(reinvite.cseq());
        assertThat(ack.fromTag()).isEqualTo("a");
        assertThat(call.got(CALLER, "BYE").cseq()).isGreaterThan(reinvite.cseq());
    }

    /** Streams says in both ways that a call is one too many, and either may come first. */
    @Test
    void shouldNameTheOrderThatComesInThePlaceOfAnAdmission() {
        // Given
        shard.accounts.put(new AccountSettings(
                ShardByHand.ACCOUNT, true, List.of(), List.of(), true, false, false, null, null, null));
        call.invite();
        call.respond(200, "a");

        // When
        shard.terminate("t", call.callId, TerminationReason.CHANNEL_LIMIT);

        // Then
        String reason = "SIP ;cause=486 ;text=\"t\"";
        assertThat(call.statuses(CALLER, "INVITE")).endsWith(486);
        assertThat(shard.last(CALLER, sent -> sent.response(486, "INVITE")).header(HeaderName.REASON))
                .isEqualTo(reason);
        assertThat(call.got(UPSTREAM, "BYE").header(HeaderName.REASON)).isEqualTo(reason);
        call.reply(UPSTREAM, "BYE", 200);
        call.ackFailure();
    }

    @Test
    void shouldLetGlareBeSettledByTheParties() {
        // Given
        call.answered("a");
        call.caller("INVITE", "a");
        call.callee("INVITE", "a");

        // When
        call.reply(UPSTREAM, "INVITE", 491);
        call.reply(CALLER, "INVITE", 491);

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).endsWith(491);
        assertThat(call.statuses(UPSTREAM, "INVITE")).endsWith(491);
        assertThat(shard.liveCalls()).isEqualTo(1);
    }

    @Test
    void shouldPassTheAnswerToAnUpdateThatAnOrderCrosses() {
        // Given
        call.answered("a");
        call.caller("UPDATE", "a");
        SipMessage update = call.got(UPSTREAM, "UPDATE");

        // When
        shard.terminate("t", call.callId);
        call.reply(UPSTREAM, update, 481);

        // Then
        assertThat(call.got(UPSTREAM, "BYE").cseq()).isGreaterThan(update.cseq());
        assertThat(call.statuses(CALLER, "UPDATE")).containsExactly(481);
    }

    @Test
    void shouldCountThePrackOfAReliableProvisional() {
        // Given
        call.invite();
        call.respond(183, "a", "Require: 100rel", "RSeq: 7");
        SipMessage passed = shard.last(CALLER, sent -> sent.message().status() == 183);
        call.caller("PRACK", "a", "RAck: 7 1 INVITE");
        call.reply(UPSTREAM, "PRACK", 200);
        call.respond(200, "a");
        call.ack("a");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(text(passed.bytes())).contains("RSeq: 7\r\n", "Require: 100rel\r\n");
        assertThat(call.statuses(CALLER, "PRACK")).containsExactly(200);
        assertThat(call.got(UPSTREAM, "BYE").cseq()).isEqualTo(3);
    }

    @Test
    void shouldRefuseTheCallerWhenAnOrderComesWhileAPrackIsPending() {
        // Given
        call.invite();
        call.respond(183, "a", "Require: 100rel", "RSeq: 7");
        call.caller("PRACK", "a", "RAck: 7 1 INVITE");

        // When
        shard.terminate("t", call.callId);
        call.reply(UPSTREAM, "PRACK", 200);
        call.respond(487, "a");

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 183, 403);
        assertThat(call.statuses(CALLER, "PRACK")).containsExactly(200);
        assertThat(call.count(UPSTREAM, "CANCEL")).isEqualTo(1);
        assertThat(closed(Leg.CALLEE)).containsExactly(487);
    }

    @Test
    void shouldPassTheAnswerInTheAckOfAnOfferlessInvite() {
        // Given
        call.invite();
        call.respond(200, "a");
        String ack = text(call.fromCaller("ACK", "a", 1))
                .replace(
                        "Content-Length: 0\r\n\r\n",
                        "Content-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n");

        // When
        shard.receive(CALLER, ack);

        // Then
        assertThat(text(call.got(UPSTREAM, "ACK").bytes())).endsWith("\r\n\r\nv=0\r\n");
    }
}
