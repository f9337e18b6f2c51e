package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What would make a call one that nobody can end. */
class ImmunityTest extends Races {
    @ParameterizedTest
    @EnumSource(names = {"CALLER", "CALLEE"})
    void shouldKnowTheDialogOfACallerWithoutTag(EndCause by) {
        // Given
        String invite = untagged(call.inviteMessage());
        shard.receive(CALLER, invite);
        shard.receive(UPSTREAM, call.response(200, "a"));
        shard.receive(CALLER, untagged(call.fromCaller("ACK", "a", 1)));
        assertThat(call.count(UPSTREAM, "ACK")).isEqualTo(1);

        // When
        if (by == EndCause.CALLER) {
            shard.receive(CALLER, untagged(call.fromCaller("BYE", "a", 2)));
            call.reply(UPSTREAM, "BYE", 200);
        } else {
            shard.receive(UPSTREAM, untagged(call.fromCallee("BYE", "a", 101)));
            call.reply(CALLER, "BYE", 200);
        }

        // Then
        assertThat(ends()).containsExactly(Happening.Ended.by(by, null));
    }

    private String untagged(byte[] message) {
        return text(message).replace(";tag=" + call.callerTag, "");
    }

    @Test
    void shouldKnowTheDialogWhereTheTokenIsSpoilt() {
        // Given
        call.answered("a");

        // When
        shard.receive(
                CALLER,
                text(call.fromCaller("BYE", "a", ++call.callerCseq)).replaceFirst(";tg=[^>]*>", ";tg=nonsense>"));
        call.reply(UPSTREAM, "BYE", 200);

        // Then
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLER, null));
    }

    @Test
    void shouldEndACalleeThatGivesNoTag() {
        // Given
        call.invite();
        String answer = text(call.response(200, "")).replace(";tag=\r\n", "\r\n");
        shard.receive(UPSTREAM, answer);
        call.ack("");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.got(UPSTREAM, "BYE").toTag()).isNull();
        assertThat(call.count(UPSTREAM, "ACK")).isEqualTo(1);
    }

    @Test
    void shouldEndACalleeThatNamesNoContact() {
        // Given
        call.invite();
        String answer = text(call.response(200, "a")).replaceAll("Contact: [^\r]*\r\n", "");
        shard.receive(UPSTREAM, answer);
        call.ack("a");

        // When
        shard.terminate("t", call.callId);

        // Then
        SipMessage bye = call.got(UPSTREAM, "BYE");
        assertThat(bye.targetText()).isEqualTo(call.sentInvite().targetText());
    }

    @Test
    void shouldEndThePhoneThatAnswersAfterManyHaveRung() {
        // Given
        call.invite();
        for (int phone = 0; phone < 40; phone++) {
            call.respond(180, "r" + phone);
        }
        call.respond(200, "r39");
        call.ack("r39");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.got(UPSTREAM, "BYE").toTag()).isEqualTo("r39");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INVITE"})
    void shouldSendWhatIsForSomebodyElseToTheDialogsTarget(String method) {
        // Given
        call.answered("a");

        // When
        shard.receive(CALLER, forSomebodyElse(method));

        // Then
        assertLedToTheCallee(method);
    }

    @Test
    void shouldRefuseACallIdThatItCannotRepeat() {
        // Given
        byte[] invite =
                text(call.inviteMessage()).replace("Call-ID: c", "Call-ID: ~").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < invite.length; i++) {
            invite[i] = invite[i] == '~' ? (byte) 0xe9 : invite[i];
        }

        // When
        shard.receive(CALLER, invite);

        // Then
        assertThat(shard.sent).hasSize(1);
        assertThat(shard.sent.get(0).message().status()).isEqualTo(400);
        shard.pass(Duration.ofSeconds(40));
    }

    @Test
    void shouldNotTakeAnAnswerWithATagThatItCannotRepeat() {
        // Given
        call.invite();

        // When
        shard.receive(UPSTREAM, text(call.response(200, "a")).replace(";tag=a", ";tag=\u00e9"));

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 500);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.FAILED, 500));
    }

    @Test
    void shouldEndACalleeWhoseRecordRouteOnlyItCanRead() {
        // Given
        call.invite();
        String strange = "<sip:192.0.2.2:5060;lr>;x=@@\"";
        shard.receive(
                UPSTREAM,
                text(call.response(200, "a"))
                        .replaceFirst("Record-Route: ", "Record-Route: " + strange + "\r\nRecord-Route: "));
        call.ack("a");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.got(UPSTREAM, "BYE").header(HeaderName.ROUTE)).isEqualTo(strange);
    }

    @Test
    void shouldRefuseNumbersThatLeaveNoRoomForOurs() {
        // Given
        call.answered("a");

        // When
        shard.receive(CALLER, call.fromCaller("INFO", "a", Integer.MAX_VALUE));

        // Then
        assertThat(call.statuses(CALLER, "INFO")).containsExactly(400);
        shard.terminate("t", call.callId);
        assertThat(call.got(UPSTREAM, "BYE").cseq()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:a@192.0.2.100:5060>", "<sip:192.0.2.100;transport=udp>"})
    void shouldEndACalleeThatNamesUsAsItsContact(String contact) {
        // Given
        call.invite();
        shard.receive(UPSTREAM, text(call.response(200, "a")).replaceFirst("Contact: [^\r]*", "Contact: " + contact));
        call.ack("a");

        // When
        shard.terminate("t", call.callId);

        // Then
        SipMessage bye = call.got(UPSTREAM, "BYE");
        assertThat(bye.targetText()).isEqualTo(call.sentInvite().targetText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contact: <sip:alice@192.0.2.100:5060>\r\n", ""})
    void shouldEndACallerThatDoesNotSayWhereItIs(String contact) {
        // Given
        Flow port = Flow.to(CALLER.transport(), CALLER.local(), new InetSocketAddress("192.0.2.1", 5088));
        shard.receive(
                port,
                text(call.inviteMessage())
                        .replaceFirst("Contact: [^\r]*\r\n", contact)
                        .replaceFirst("From: <sip:alice@192.0.2.100>", "From: <sip:alice@192.0.2.1>"));
        call.respond(200, "a");
        shard.receive(port, call.fromCaller("ACK", "a", 1));

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.got(port, "BYE").toTag()).isEqualTo(call.callerTag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "REFER", "UPDATE", "PRACK"})
    void shouldSendWhatIsForSomebodyElseToTheRingingDialogsTarget(String method) {
        // Given
        call.invite();
        call.respond(183, "a");

        // When
        shard.receive(CALLER, forSomebodyElse(method));

        // Then
        assertLedToTheCallee(method);
    }

    /** From the caller, with a Request-URI and a Route that are not the dialog's. */
    private String forSomebodyElse(String method) {
        return text(call.fromCaller(method, "a", 2))
                .replaceFirst("sip:a@192.0.2.2:5060 SIP/2.0\r\n", "sip:882999@192.0.2.66 SIP/2.0\r\n")
                .replaceFirst("(Route: <[^\r]*\r\n)", "$1Route: <sip:192.0.2.67;lr>\r\n");
    }

    private void assertLedToTheCallee(String method) {
        SipMessage sent = call.got(UPSTREAM, method);
        assertThat(sent.targetText()).isEqualTo("sip:a@192.0.2.2:5060");
        assertThat(sent.elements(HeaderName.ROUTE)).isEmpty();
    }
}
