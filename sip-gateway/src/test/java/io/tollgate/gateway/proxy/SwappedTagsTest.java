package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A customer knows both tags of his dialog, and so can write requests that look like the other party's. */
class SwappedTagsTest {
    /** A phone behind an upstream that does not record-route. */
    private static final Flow CALLEE = Flow.to(Transport.UDP, CALLER.local(), new InetSocketAddress("192.0.2.3", 5060));

    private final ShardByHand shard = new ShardByHand();
    private final CallByHand call = new CallByHand(shard);

    @AfterEach
    void shouldLeaveNothing() {
        if (shard.liveCalls() > 0) {
            shard.terminate("clean-up", call.callId);
        }
        shard.pass(Duration.ofHours(2));
        assertThat(shard.liveCalls()).isZero();
        assertThat(shard.faults()).isEmpty();
    }

    /** The callee's request, as somebody else sends it. */
    private void swapped(Flow from, String method, String uri, String... headers) {
        byte[] request = call.fromCallee(method, "a", ++call.calleeCseq, headers);
        shard.receive(
                from,
                text(request)
                        .replaceFirst(" sip:\\S+ SIP/2.0", " " + uri + " SIP/2.0")
                        .replaceFirst("UDP 192.0.2.2:5060", "UDP 192.0.2.1:5060")
                        .replaceFirst("Contact: <sip:a@192.0.2.2:5060>", "Contact: <sip:alice@192.0.2.1:5060>"));
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }

    /** An answered call whose callee is reached directly. */
    private void answeredDirectly() {
        call.invite();
        shard.receive(UPSTREAM, text(call.response(200, "a")).replace("sip:a@192.0.2.2:5060", "sip:a@192.0.2.3:5060"));
        call.ack("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 481, 500})
    void shouldEndTheUpstreamsLegWhenTheCallerHangsUpOnHimself(int status) {
        // Given
        call.answered("a");

        // When
        swapped(CALLER, "BYE", "sip:alice@192.0.2.1:5060");
        call.reply(CALLER, "BYE", status);

        // Then
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(1);
        call.reply(UPSTREAM, "BYE", 200);
        assertThat(shard.liveCalls()).isZero();
        assertThat(shard.told())
                .anyMatch(told -> told instanceof Happening.Ended ended && ended.cause() == EndCause.CALLEE);
    }

    @Test
    void shouldNotEndTheUpstreamsLegItselfWhenTheUpstreamHangsUp() {
        // Given
        call.answered("a");

        // When
        call.callee("BYE", "a");
        call.reply(CALLER, "BYE", 200);

        // Then
        assertThat(call.count(UPSTREAM, "BYE")).isZero();
        assertThat(shard.liveCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE", "INFO", "MESSAGE", "ACK"})
    void shouldReachNobodyElseByRouteOrRequestUri(String method) {
        // Given
        call.answered("a");
        int before = shard.sent.size();

        // When
        swapped(
                CALLER,
                method,
                "sip:+8821234567@10.0.0.5:5060",
                "Route: <sip:10.0.0.5:5060;lr>",
                "P-Asserted-Identity: <sip:+49301@example.org>");

        // Then
        assertThat(shard.sent.subList(before, shard.sent.size()))
                .isNotEmpty()
                .allMatch(sent -> sent.to().remote().equals(CALLER.remote()));
        SipMessage sent = call.got(CALLER, method);
        assertThat(sent.targetText()).isEqualTo("sip:alice@192.0.2.1:5060");
        assertThat(sent.elements(HeaderName.ROUTE)).isEmpty();
        assertThat(sent.elements(HeaderName.P_ASSERTED_IDENTITY)).isEmpty();
        if (method.equals("INVITE")) {
            call.reply(CALLER, method, 488);
        } else if (!method.equals("ACK")) {
            call.reply(CALLER, method, 200);
        }
    }

    @Test
    void shouldFollowNoRecordRouteOfTheCallersOwn() {
        // Given
        CallByHand routed = new CallByHand(shard, "Record-Route: <sip:10.0.0.5;lr>").answered("a");
        int before = shard.sent.size();

        // When
        shard.receive(CALLER, routed.fromCallee("INFO", "a", 200));

        // Then
        assertThat(shard.sent.subList(before, shard.sent.size()))
                .hasSize(1)
                .allMatch(sent -> sent.to().remote().equals(CALLER.remote()));
        shard.terminate("t", routed.callId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE"})
    void shouldStillEndTheUpstreamsLegWhenTheCallerHasAnsweredHimself(String method) {
        // Given
        call.answered("a");
        swapped(CALLER, method, "sip:alice@192.0.2.1:5060");
        call.reply(CALLER, method, 200, "Contact: <sip:alice@192.0.2.1:5060>");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.count(CALLER, "BYE")).isEqualTo(1);
        assertThat(call.got(UPSTREAM, "BYE").targetText()).isEqualTo("sip:a@192.0.2.2:5060");
    }

    @Test
    void shouldTakeTheWordOfTheCalleeWhoIsReachedDirectly() {
        // Given
        answeredDirectly();
        shard.receive(
                CALLEE,
                text(call.fromCallee("UPDATE", "a", 200))
                        .replace("Contact: <sip:a@192.0.2.2:5060>", "Contact: <sip:a@192.0.2.3:5070>"));
        call.reply(CALLER, "UPDATE", 200, "Contact: <sip:alice@192.0.2.1:5060>");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.got(Flow.to(Transport.UDP, CALLER.local(), new InetSocketAddress("192.0.2.3", 5070)), "BYE")
                        .targetText())
                .isEqualTo("sip:a@192.0.2.3:5070");
    }

    @Test
    void shouldNotHangUpOnTheCalleeWhoIsReachedDirectlyAndHangsUp() {
        // Given
        answeredDirectly();

        // When
        shard.receive(CALLEE, call.fromCallee("BYE", "a", 200));
        call.reply(CALLER, "BYE", 200);

        // Then
        assertThat(call.count(CALLEE, "BYE")).isZero();
        assertThat(call.count(UPSTREAM, "BYE")).isZero();
        assertThat(shard.liveCalls()).isZero();
    }

    @Test
    void shouldPassWhatComesFromAnotherAddressOfTheUpstreamsSide() {
        // Given
        call.answered("a");

        // When
        shard.receive(CALLEE, call.fromCallee("INVITE", "a", 200));
        call.reply(CALLER, "INVITE", 200, "Contact: <sip:alice@192.0.2.1:5060>");

        // Then
        assertThat(call.statuses(CALLEE, "INVITE")).containsExactly(100, 200);
    }
}
