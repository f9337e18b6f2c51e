package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Route that names no next hop: nothing of it gets into a Request-Line. */
class MalformedRouteTest extends Races {
    private static final String QUOTED = "1\" <sip:127.0.0.1:33958;lr=on>;a=\"x";
    private static final String BLANK = "<sip:a b@127.0.0.9:35071>";

    /** Behind ours, as the last element. */
    private static String behind(byte[] message, String route) {
        return text(message).replaceFirst("(?s)(.*\r\nRoute: [^\r]*)", "$1, " + route);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                QUOTED,
                BLANK,
                "<sip:a b@127.0.0.9:35071;lr>",
                "<sip:127.0.0.9:35071;lr> x",
                "<sip:127.0.0.9:35071;lr",
                "<<sip:127.0.0.9>",
                "<sip:127.0.0.9:0;lr>",
                "<sip:127.0.0.9\"x\">",
                "<tel:112>",
                "<>",
                "x",
                "<sip:192.0.2.1;lr>, " + BLANK,
            })
    void shouldPassARequestAlongItsDialogWhereItsRouteNamesNoHop(String route) {
        // Given
        call.answered("a");

        // When
        shard.receive(UPSTREAM, behind(call.fromCallee("BYE", "a", ++call.calleeCseq), route));

        // Then
        SipMessage bye = call.got(CALLER, "BYE");
        assertThat(bye.targetText()).isEqualTo("sip:alice@192.0.2.1:5060");
        assertThat(bye.elements(HeaderName.ROUTE)).isEmpty();
        call.reply(CALLER, "BYE", 200);
        assertThat(call.statuses(UPSTREAM, "BYE")).containsExactly(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {QUOTED, BLANK})
    void shouldRejectARequestOfAnUnknownCallWhoseRouteNamesNoHop(String route) {
        // Given
        call.answered("a");
        ShardByHand other = new ShardByHand();

        // When
        other.receive(UPSTREAM, behind(call.fromCallee("UPDATE", "a", ++call.calleeCseq), route));

        // Then
        assertThat(other.last(UPSTREAM, sent -> sent.message().status() > 0).status())
                .isEqualTo(400);
        assertThat(other.sent(CALLER, sent -> true)).isEmpty();
        assertThat(other.counters.invalid()).isEqualTo(1);
        other.pass(Duration.ofSeconds(40));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:192.0.2.1;lr>",
                "<sip:192.0.2.1:5060;lr=on>;x=\"a,b\"",
                "<sip:192.0.2.1;lr>;x=@@\"",
                "\"Proxy <1>\" <sip:p1@192.0.2.1;lr>",
                "sip:192.0.2.1;lr",
                "<sip:old@192.0.2.1:5060>",
            })
    void shouldPassARequestWhoseRouteNamesAHop(String route) {
        // Given
        call.answered("a");

        // When
        shard.receive(UPSTREAM, behind(call.fromCallee("UPDATE", "a", ++call.calleeCseq), route));

        // Then
        assertThat(call.count(CALLER, "UPDATE")).isEqualTo(1);
        assertThat(shard.counters.invalid()).isZero();
        call.reply(CALLER, "UPDATE", 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {QUOTED, BLANK})
    void shouldPassOnNoAckOfAnUnknownCallWhoseRouteNamesNoHop(String route) {
        // Given
        call.answered("a");
        ShardByHand other = new ShardByHand();

        // When
        other.receive(UPSTREAM, behind(call.fromCallee("ACK", "a", call.calleeCseq), route));

        // Then
        assertThat(other.sent).isEmpty();
        assertThat(other.counters.invalid()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {QUOTED, BLANK})
    void shouldRejectACallFromTheUpstreamWhoseRouteNamesNoHop(String route) {
        // When
        shard.receive(
                UPSTREAM,
                text(call.inviteMessage())
                        .replaceFirst("INVITE \\S+", "INVITE sip:bob@192.0.2.1:5060")
                        .replaceFirst("\r\nFrom", "\r\nRoute: " + route + "\r\nFrom"));

        // Then
        assertThat(call.statuses(UPSTREAM, "INVITE")).containsExactly(400);
        assertThat(shard.sent).noneMatch(sent -> sent.request("INVITE"));
    }

    /** It goes to the upstream whatever its Route says. */
    @ParameterizedTest
    @ValueSource(strings = {QUOTED, BLANK})
    void shouldPassACustomersCallWhateverItsRoute(String route) {
        // When
        shard.receive(CALLER, text(call.inviteMessage()).replaceFirst("\r\nFrom", "\r\nRoute: " + route + "\r\nFrom"));

        // Then
        assertThat(call.sentInvite().elements(HeaderName.ROUTE)).isEmpty();
    }

    /** The dialog knows its way, and a BYE refused would leave the call up. */
    @ParameterizedTest
    @ValueSource(strings = {QUOTED, BLANK})
    void shouldPassACustomersByeAlongTheDialogWhateverItsRoute(String route) {
        // Given
        call.answered("a");

        // When
        shard.receive(CALLER, behind(call.fromCaller("BYE", "a", 2), route));

        // Then
        assertThat(call.got(UPSTREAM, "BYE").elements(HeaderName.ROUTE)).isEmpty();
        call.reply(UPSTREAM, "BYE", 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {QUOTED, BLANK})
    void shouldTakeNoRequestUriFromARecordRouteThatNamesNoHop(String route) {
        // Given
        call.invite();
        shard.receive(
                UPSTREAM,
                text(call.response(200, "a"))
                        .replaceFirst("Record-Route: ", "Record-Route: " + route + "\r\nRecord-Route: "));
        call.ack("a");

        // When
        shard.terminate("t", call.callId);

        // Then
        SipMessage bye = call.got(UPSTREAM, "BYE");
        assertThat(bye.targetText()).isEqualTo("sip:a@192.0.2.2:5060");
        assertThat(bye.elements(HeaderName.ROUTE)).isEmpty();
    }
}
