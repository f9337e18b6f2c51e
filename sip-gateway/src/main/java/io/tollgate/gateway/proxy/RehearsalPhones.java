package io.tollgate.gateway.proxy;

import io.tollgate.gateway.transport.SendOutcome;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.Reply;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Span;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Caller and upstream of a rehearsal, in the place of the network: the one hangs up when he is answered, the other rings,
 * answers, and says 200 to every request. Called by the proxy's only shard, which answers its own messages in later tasks.
 */
final class RehearsalPhones implements Outbound {
    /** An address of nobody (RFC 5737). */
    private static final byte[] CALLER = {(byte) 192, 0, 2, 1};

    private static final int PORT = 5_060;
    private static final String BODY = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
            + "m=audio 40000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n";

    private final String user;
    private final Boundary boundary;
    private final Flow caller;
    private @Nullable Proxy proxy;

    RehearsalPhones(String user, Boundary boundary) {
        this.user = user;
        this.boundary = boundary;
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(CALLER), PORT);
            this.caller = Flow.to(Transport.UDP, boundary.local(Transport.UDP), address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of four octets is none", e);
        }
    }

    /** What they talk to. */
    void call(Proxy proxy) {
        this.proxy = proxy;
    }

    void invite(int number) {
        String id = "rehearsal-" + number;
        deliver(
                caller,
                "INVITE sip:4930" + (100_000 + number) + "@" + boundary.advertised(caller) + " SIP/2.0\r\n" + via(id)
                        + "From: \"R\" <sip:" + user + "@" + boundary.advertised(caller) + ">;tag=" + id
                        + "\r\nTo: <sip:4930"
                        + (100_000 + number) + "@" + boundary.advertised(caller) + ">\r\nCall-ID: " + id
                        + "\r\nCSeq: 1 INVITE\r\nContact: <sip:" + user + "@192.0.2.1:5060>\r\nMax-Forwards: 70\r\n"
                        + "User-Agent: rehearsal\r\nAllow: INVITE, ACK, BYE, CANCEL\r\n"
                        + "Content-Type: application/sdp\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY);
    }

    @Override
    public void send(Flow flow, byte[] message, SendOutcome outcome) {
        outcome.onWriting();
        outcome.onWritten();
        try {
            SipMessage received = SipMessage.parse(message);
            if (received.isRequest()) {
                answer(received, flow);
            } else if (received.status() / 100 == 2 && received.method() == Method.INVITE) {
                hangUp(received);
            } else if (received.status() >= 300 && received.method() == Method.INVITE) {
                deliver(caller, request("ACK", received, received.cseq(), List.of()));
            }
        } catch (MalformedMessage e) {
            throw new IllegalStateException("the proxy sent what is no SIP: " + e.fault(), e);
        }
    }

    private void answer(SipMessage request, Flow flow) {
        if (request.method() == Method.INVITE) {
            StringBuilder headers = new StringBuilder();
            for (Span route : request.elements(HeaderName.RECORD_ROUTE)) {
                headers.append("Record-Route: ").append(request.text(route)).append("\r\n");
            }
            headers.append("Contact: <sip:upstream@192.0.2.2:5060>\r\n");
            deliver(flow, Reply.to(request, flow, 180, "r", headers.toString()));
            deliver(flow, Reply.to(request, flow, 200, "r", headers.toString()));
        } else if (request.method() != Method.ACK) {
            deliver(flow, Reply.to(request, flow, 200, "r", ""));
        }
    }

    private void hangUp(SipMessage success) {
        List<String> routes = new ArrayList<>();
        for (Span route : success.elements(HeaderName.RECORD_ROUTE)) {
            routes.add(success.text(route));
        }
        Collections.reverse(routes);
        deliver(caller, request("ACK", success, success.cseq(), routes));
        deliver(caller, request("BYE", success, success.cseq() + 1, routes));
    }

    private String request(String method, SipMessage of, long cseq, List<String> routes) {
        StringBuilder text = new StringBuilder(512);
        text.append(method).append(" sip:upstream@192.0.2.2:5060 SIP/2.0\r\n");
        // An ACK for a failure is of the INVITE's own transaction (RFC 3261 section 17.1.1.3).
        boolean own = method.equals("ACK") && of.status() >= 300;
        text.append(via(of.callId() + (own ? "" : method)));
        routes.forEach(route -> text.append("Route: ").append(route).append("\r\n"));
        text.append("From: ")
                .append(of.header(HeaderName.FROM))
                .append("\r\nTo: ")
                .append(of.header(HeaderName.TO));
        text.append("\r\nCall-ID: ")
                .append(of.callId())
                .append("\r\nCSeq: ")
                .append(cseq)
                .append(' ')
                .append(method);
        return text.append("\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n").toString();
    }

    private static String via(String branch) {
        return "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK" + branch + ";rport\r\n";
    }

    private void deliver(Flow from, String message) {
        deliver(from, message.getBytes(StandardCharsets.UTF_8));
    }

    private void deliver(Flow from, byte[] message) {
        if (proxy != null) {
            proxy.onMessage(from, message);
        }
    }
}
