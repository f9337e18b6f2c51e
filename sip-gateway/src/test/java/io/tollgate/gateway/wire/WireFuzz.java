package io.tollgate.gateway.wire;

import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * A target for Jazzer: reads a message in every way that the gateway does. Whatever the bytes are, there is no exception
 * but the declared one, and time and memory are bounded by their number. {@code benchmarks/fuzz} runs it.
 */
public final class WireFuzz {
    private static final Flow FROM = Flow.to(
            Transport.UDP, new InetSocketAddress("127.0.0.1", 5060), new InetSocketAddress("192.0.2.7", 40_000));

    private WireFuzz() {}

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        Cost.bounded(input.length, () -> read(input.clone()));
    }

    private static void read(byte[] input) {
        SipMessage message;
        try {
            message = SipMessage.parse(input);
        } catch (MalformedMessage e) {
            SipMessage request = e.request();
            if (request != null) {
                Reply.to(request, FROM, e.fault().status(), e.fault().phrase(), "tag", "");
            }
            return;
        }
        try {
            readAll(message);
            if (message.isRequest()) {
                RequestUri.of(message);
                SipUri.parse(message.targetText());
                answer(message);
            }
        } catch (MalformedMessage e) {
            throw new AssertionError("what we write ourselves is no SIP: " + e.fault(), e);
        }
    }

    private static void readAll(SipMessage message) throws MalformedMessage {
        message.callId();
        message.fromTag();
        message.toTag();
        message.methodName();
        for (HeaderName name : HeaderName.values()) {
            message.header(name);
            for (Span element : message.elements(name)) {
                SipUri uri = SipUri.ofElement(message.text(element));
                if (uri != null) {
                    uri.parameter("lr");
                    uri.transport();
                }
            }
        }
        if (!Arrays.equals(new Splice(message).bytes(), message.copy())) {
            throw new AssertionError("a splice lost something");
        }
        SipMessage passedOn = SipMessage.parse(new Splice(message)
                .replace(message.topVia().span(), ReceivedVia.text(message, FROM))
                .insert(message.headersEnd(), "X-Added: 1\r\n")
                .bytes());
        if (!passedOn.callId().equals(message.callId()) || passedOn.bodyLength() != message.bodyLength()) {
            throw new AssertionError("another message passed on");
        }
    }

    /** An answer, a CANCEL and an ACK of ours are read by us as we wrote them. */
    private static void answer(SipMessage request) throws MalformedMessage {
        SipMessage reply = SipMessage.parse(Reply.to(request, FROM, 486, "tag", ""));
        if (!reply.callId().equals(request.callId()) || reply.cseq() != request.cseq()) {
            throw new AssertionError("an answer to something else");
        }
        if (request.method() == Method.INVITE) {
            SipMessage.parse(HopByHop.cancel(request, "SIP ;cause=200"));
            SipMessage.parse(HopByHop.ack(request, reply));
        }
    }
}
