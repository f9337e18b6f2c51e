package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;

import io.tollgate.gateway.proxy.ShardByHand.Sent;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Reply;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call through a {@link ShardByHand}, as its two parties write it. The callee forks: each tag is a phone of its own. */
final class CallByHand {
    private static int calls;

    final String callId = "call-" + ++calls;
    final String callerTag = "c" + calls;
    private final ShardByHand shard;
    private final byte[] invite;
    private int branches;
    long callerCseq = 1;
    long calleeCseq = 100;

    CallByHand(ShardByHand shard, String... headers) {
        this.shard = shard;
        this.invite = request("INVITE", "sip:493012345678@192.0.2.100:5060", "i", List.of(), null, 1, headers);
    }

    /** The caller's INVITE, or its repetition. */
    CallByHand invite() {
        shard.receive(CALLER, invite);
        return this;
    }

    byte[] inviteMessage() {
        return invite.clone();
    }

    /** Likewise, up to the callee's 2xx and the caller's ACK. */
    CallByHand answered(String tag) {
        invite();
        respond(180, tag);
        respond(200, tag);
        ack(tag);
        return this;
    }

    /** The INVITE as the upstream got it. */
    SipMessage sentInvite() {
        return shard.last(
                UPSTREAM,
                sent -> sent.request("INVITE")
                        && sent.message().callId().equals(callId)
                        && sent.message().toTag() == null);
    }

    /** A phone of the callee's responds to the INVITE. */
    void respond(int status, String tag, String... headers) {
        shard.receive(UPSTREAM, response(status, tag, headers));
    }

    byte[] response(int status, String tag, String... headers) {
        SipMessage request = sentInvite();
        StringBuilder lines = new StringBuilder();
        for (Span route : request.elements(HeaderName.RECORD_ROUTE)) {
            lines.append("Record-Route: ").append(request.text(route)).append("\r\n");
        }
        if (status < 300) {
            lines.append("Contact: ").append(contact(tag)).append("\r\n");
        }
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return Reply.to(request, UPSTREAM, status, status == 100 ? null : tag, lines.toString());
    }

    static String contact(String tag) {
        return "<sip:" + tag + "@192.0.2.2:5060>";
    }

    /** The caller's ACK for a 2xx. */
    void ack(String tag) {
        shard.receive(CALLER, fromCaller("ACK", tag, 1));
    }

    /** The caller's ACK for a final response that is none. */
    void ackFailure() {
        SipMessage failure = shard.last(CALLER, sent -> sent.message().status() >= 300);
        shard.receive(CALLER, ackMessage(failure));
    }

    byte[] ackMessage(SipMessage failure) {
        return request("ACK", "sip:493012345678@192.0.2.100:5060", "i", List.of(), failure.toTag(), 1);
    }

    /** The caller's CANCEL. */
    void cancel() {
        shard.receive(CALLER, cancelMessage());
    }

    byte[] cancelMessage() {
        return request("CANCEL", "sip:493012345678@192.0.2.100:5060", "i", List.of(), null, 1);
    }

    /** The caller's next request in the dialog with this phone. */
    void caller(String method, String tag, String... headers) {
        shard.receive(CALLER, fromCaller(method, tag, ++callerCseq, headers));
    }

    byte[] fromCaller(String method, String tag, long cseq, String... headers) {
        return request(method, "sip:" + tag + "@192.0.2.2:5060", "r" + ++branches, routes(), tag, cseq, headers);
    }

    /** The next request of a phone of the callee's. */
    void callee(String method, String tag, String... headers) {
        shard.receive(UPSTREAM, fromCallee(method, tag, ++calleeCseq, headers));
    }

    byte[] fromCallee(String method, String tag, long cseq, String... headers) {
        StringBuilder text = new StringBuilder(method).append(" sip:alice@192.0.2.1:5060 SIP/2.0\r\n");
        text.append("Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK")
                .append(callId)
                .append('u')
                .append(++branches)
                .append("\r\n");
        routes().forEach(route -> text.append("Route: ").append(route).append("\r\n"));
        text.append("From: <sip:493012345678@192.0.2.100>;tag=").append(tag);
        text.append("\r\nTo: <sip:alice@192.0.2.100>;tag=").append(callerTag);
        return rest(text, method, cseq, contact(tag), headers);
    }

    private List<String> routes() {
        List<String> routes = new ArrayList<>();
        SipMessage request = sentInvite();
        request.elements(HeaderName.RECORD_ROUTE).forEach(route -> routes.add(request.text(route)));
        Collections.reverse(routes);
        return routes;
    }

    private byte[] request(
            String method,
            String uri,
            String branch,
            List<String> routes,
            @Nullable String tag,
            long cseq,
            String... headers) {
        StringBuilder text = new StringBuilder(method).append(' ').append(uri).append(" SIP/2.0\r\n");
        text.append("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK")
                .append(callId)
                .append(branch)
                .append("\r\n");
        routes.forEach(route -> text.append("Route: ").append(route).append("\r\n"));
        text.append("From: <sip:alice@192.0.2.100>;tag=").append(callerTag);
        text.append("\r\nTo: <sip:493012345678@192.0.2.100>").append(tag == null || tag.isEmpty() ? "" : ";tag=" + tag);
        return rest(text, method, cseq, "<sip:alice@192.0.2.1:5060>", headers);
    }

    private byte[] rest(StringBuilder text, String method, long cseq, String contact, String... headers) {
        text.append("\r\nCall-ID: ").append(callId);
        text.append("\r\nCSeq: ").append(cseq).append(' ').append(method);
        text.append("\r\nMax-Forwards: 70\r\nContact: ").append(contact).append("\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The last request of this method that one side got. */
    SipMessage got(Flow side, String method) {
        return shard.last(
                side, sent -> sent.request(method) && sent.message().callId().equals(callId));
    }

    /** How many requests of this method one side got. */
    int count(Flow side, String method) {
        return shard.sent(
                        side,
                        sent -> sent.request(method) && sent.message().callId().equals(callId))
                .size();
    }

    /** A side answers the last request of this method that it got. */
    void reply(Flow side, String method, int status, String... headers) {
        reply(side, got(side, method), status, headers);
    }

    void reply(Flow side, SipMessage request, int status, String... headers) {
        shard.receive(side, answer(side, request, status, headers));
    }

    byte[] answer(Flow side, SipMessage request, int status, String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return Reply.to(request, side, status, "proxy", lines.toString());
    }

    /** Statuses of the responses to requests of this method that one side got, in order. */
    List<Integer> statuses(Flow side, String method) {
        return shard.sent(side, sent -> !sent.message().isRequest()).stream()
                .map(Sent::message)
                .filter(message ->
                        message.callId().equals(callId) && message.methodName().equals(method))
                .map(SipMessage::status)
                .filter(Objects::nonNull)
                .toList();
    }
}
