package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** CANCEL crosses what answers its INVITE. */
class CancelRacesTest extends Races {
    @Test
    void shouldAnswerALateCancelAndDoNothingElse() {
        // Given
        call.answered("a");

        // When
        call.cancel();

        // Then
        assertThat(call.statuses(CALLER, "CANCEL")).containsExactly(200);
        assertThat(call.count(UPSTREAM, "CANCEL")).isZero();
        assertThat(shard.liveCalls()).isEqualTo(1);
    }

    @Test
    void shouldPassThe2xxThatCrossesTheCancel() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.cancel();

        // When
        call.respond(200, "a");

        // Then
        assertThat(call.count(UPSTREAM, "CANCEL")).isEqualTo(1);
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 200);
        call.ack("a");
        call.caller("BYE", "a");
        call.reply(UPSTREAM, "BYE", 200);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLER, null));
    }

    @Test
    void shouldHoldTheCancelUntilAProvisionalComes() {
        // Given
        call.invite();
        call.cancel();
        assertThat(call.count(UPSTREAM, "CANCEL")).isZero();

        // When
        call.respond(100, "a");

        // Then
        assertThat(call.count(UPSTREAM, "CANCEL")).isEqualTo(1);
        call.reply(UPSTREAM, "CANCEL", 200);
        call.respond(487, "a");
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 487);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CANCELLED, 487));
    }

    @Test
    void shouldGiveTheCallerAFinalResponseWhenNobodyAnswersInviteOrCancel() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.cancel();

        // When
        shard.pass(Duration.ofSeconds(40));

        // Then
        assertThat(call.count(UPSTREAM, "CANCEL")).isEqualTo(11);
        assertThat(call.statuses(CALLER, "INVITE")).startsWith(100, 180, 487);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CANCELLED, 487));
    }

    @Test
    void shouldPassTheReasonOfACancel() {
        // Given
        call.invite();
        call.respond(180, "a");
        String reason = "SIP ;cause=200 ;text=\"Call completed elsewhere\"";

        // When
        shard.receive(
                CALLER, text(call.cancelMessage()).replace("Max-Forwards", "Reason: " + reason + "\r\nMax-Forwards"));

        // Then
        assertThat(call.got(UPSTREAM, "CANCEL").header(HeaderName.REASON)).isEqualTo(reason);
        call.respond(487, "a");
    }

    @Test
    void shouldPassAllReasonsOfACancel() {
        // Given
        call.invite();
        call.respond(180, "a");
        String reasons = "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\nReason: Q.850;cause=26\r\n";

        // When
        shard.receive(CALLER, text(call.cancelMessage()).replace("Max-Forwards", reasons + "Max-Forwards"));

        // Then
        assertThat(call.got(UPSTREAM, "CANCEL").header(HeaderName.REASON))
                .isEqualTo("SIP;cause=200;text=\"Call completed elsewhere\", Q.850;cause=26");
        call.respond(487, "a");
    }

    @Test
    void shouldKnowNoTransactionOfACancelWithAnotherBranch() {
        // Given
        call.invite();
        call.respond(180, "a");

        // When
        String other = text(call.cancelMessage()).replace(call.callId + "i", call.callId + "x");
        shard.receive(CALLER, other);

        // Then
        assertThat(call.statuses(CALLER, "CANCEL")).containsExactly(481);
        assertThat(call.count(UPSTREAM, "CANCEL")).isZero();
    }

    @Test
    void shouldEndTheForkThatAnswersAfterItsProxyHasSaid487() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.cancel();
        call.respond(487, "a");

        // When
        call.respond(200, "b");

        // Then
        assertThat(call.got(UPSTREAM, "ACK").toTag()).isEqualTo("b");
        assertThat(call.got(UPSTREAM, "BYE").toTag()).isEqualTo("b");
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 487);
    }

    @Test
    void shouldCancelAReinvite() {
        // Given
        call.answered("a");
        byte[] reinvite = call.fromCaller("INVITE", "a", ++call.callerCseq);
        shard.receive(CALLER, reinvite);
        SipMessage sent = call.got(UPSTREAM, "INVITE");
        call.reply(UPSTREAM, sent, 100);

        // When
        shard.receive(CALLER, text(reinvite).replace("INVITE", "CANCEL"));

        // Then
        assertThat(call.statuses(CALLER, "CANCEL")).containsExactly(200);
        assertThat(call.got(UPSTREAM, "CANCEL").cseq()).isEqualTo(sent.cseq());
        call.reply(UPSTREAM, sent, 487);
        assertThat(call.statuses(CALLER, "INVITE")).endsWith(487);
        assertThat(shard.liveCalls()).isEqualTo(1);
    }
}
