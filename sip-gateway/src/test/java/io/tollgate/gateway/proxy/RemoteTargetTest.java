package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a Contact becomes the Request-URI of what goes to its owner (RFC 3261 section 19.1.1). */
class RemoteTargetTest extends Races {
    private final Map<Flow, Integer> answered = new HashMap<>();

    private void answered(String contact) {
        call.invite();
        shard.receive(UPSTREAM, text(call.response(200, "a")).replace(CallByHand.contact("a"), contact));
        call.ack("a");
    }

    @ParameterizedTest
    @CsvSource({
        "<sip:up@192.0.2.2:5060;method=INVITE;x=y?Subject=hi&Replaces=1>, sip:up@192.0.2.2:5060;x=y",
        "<sip:up@192.0.2.2?Subject=hi>, sip:up@192.0.2.2",
        "<sip:up@192.0.2.2?Replaces=a@b>, sip:up@192.0.2.2",
        "<sip:up@192.0.2.2;Method=BYE>, sip:up@192.0.2.2",
        "<sip:up@192.0.2.2;methods=a;method;lr;transport=udp>, sip:up@192.0.2.2;methods=a;lr;transport=udp",
        "<sip:u?;method=a@192.0.2.2>, sip:u?;method=a@192.0.2.2",
        "<sip:192.0.2.2:5060>;expires=1, sip:192.0.2.2:5060",
    })
    void shouldWriteNoHeadersAndNoMethodIntoARequestUri(String contact, String target) {
        // Given
        answered(contact);

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.got(UPSTREAM, "ACK").targetText()).isEqualTo(target);
        assertThat(call.got(UPSTREAM, "BYE").targetText()).isEqualTo(target);
        call.reply(UPSTREAM, "BYE", 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:a b@192.0.2.2>", "1\" <sip:192.0.2.2>;a=\"x", "<sip:up@192.0.2.2 ;x>"})
    void shouldTakeTheRequestUriOfTheInviteWhereAContactIsNoUri(String contact) {
        // Given
        answered(contact);

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.got(UPSTREAM, "BYE").targetText()).isEqualTo("sip:493012345678@192.0.2.2:5060");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:up@pbx.invalid:5060>", "<sip:up@df7jal23ls0d.invalid;transport=ws>"})
    void shouldPassThePartysRequestsToWhereACalleeThatIsNowhereWasHeardOf(String contact) {
        // Given
        answered(contact);

        // When
        call.caller("BYE", "a");

        // Then
        String target = contact.substring(1, contact.length() - 1);
        assertThat(call.got(UPSTREAM, "ACK").targetText()).isEqualTo(target);
        assertThat(call.got(UPSTREAM, "BYE").targetText()).isEqualTo(target);
        call.reply(UPSTREAM, "BYE", 200);
        assertThat(call.statuses(CALLER, "BYE")).containsExactly(200);
    }

    @Test
    void shouldNotTakeARepeated2xxForANewWordOfItsParties() {
        // Given
        call.answered("a");
        call.caller("INVITE", "a");
        String[] older = {"Contact: <sip:older@192.0.2.2:5060>", "Session-Expires: 90"};
        SipMessage reinvite = call.got(UPSTREAM, "INVITE");
        call.reply(UPSTREAM, reinvite, 200, older);
        shard.receive(
                CALLER, text(call.fromCaller("UPDATE", "a", ++call.callerCseq)).replace("sip:alice@", "sip:newer@"));
        call.reply(UPSTREAM, "UPDATE", 200, "Contact: <sip:newer@192.0.2.2:5060>");

        // When
        call.reply(UPSTREAM, reinvite, 200, older);

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).endsWith(200, 200);
        shard.pass(Duration.ofSeconds(30));
        shard.terminate("t", call.callId);
        assertThat(call.got(UPSTREAM, "BYE").targetText()).isEqualTo("sip:newer@192.0.2.2:5060");
        assertThat(call.got(CALLER, "BYE").targetText()).isEqualTo("sip:newer@192.0.2.1:5060");
    }

    @Test
    void shouldNotRenewASessionByARepeated2xx() {
        // Given
        call.answered("a");
        call.caller("INVITE", "a");
        SipMessage reinvite = call.got(UPSTREAM, "INVITE");
        call.reply(UPSTREAM, reinvite, 200, "Session-Expires: 90");
        call.caller("UPDATE", "a");
        call.reply(UPSTREAM, "UPDATE", 200);

        // When
        call.reply(UPSTREAM, reinvite, 200, "Session-Expires: 90");
        for (int i = 0; i < 100; i++) {
            shard.pass(Duration.ofSeconds(1));
            answerPings(CALLER);
            answerPings(UPSTREAM);
        }

        // Then
        assertThat(ends()).isEmpty();
    }

    private void answerPings(Flow side) {
        for (int i = answered.getOrDefault(side, 0); i < call.count(side, "OPTIONS"); i++) {
            call.reply(side, "OPTIONS", 200);
            answered.put(side, i + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:alice2@192.0.2.1:5060;method=INVITE?Subject=hi>"})
    void shouldKeepTheCallersNewTargetLikewise(String contact) {
        // Given
        call.answered("a");
        shard.receive(
                CALLER,
                text(call.fromCaller("UPDATE", "a", ++call.callerCseq)).replace("<sip:alice@192.0.2.1:5060>", contact));
        call.reply(UPSTREAM, "UPDATE", 200);

        // When
        shard.terminate("t", call.callId);
        shard.pass(Duration.ofMillis(100));

        // Then
        assertThat(call.got(CALLER, "BYE").targetText()).isEqualTo("sip:alice2@192.0.2.1:5060");
    }
}
