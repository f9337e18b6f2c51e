package io.tollgate.benchmark.lean;

import io.tollgate.benchmark.micro.SampleMessages;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.Reply;
import io.tollgate.gateway.wire.SipMessage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * An upstream that rings, answers at once and says 200 to whatever else it is asked. Of a call it remembers nothing once
 * that is acknowledged.
 */
public final class LeanCallees extends LeanEndpoint {
    private static final String TAG = "lean";

    private final Repeats answers = new Repeats(this::toGateway);
    private InetSocketAddress gateway = new InetSocketAddress(0);

    private LeanCallees(String host) {
        super("lean-callees", host);
    }

    /** On a free port of this address. */
    public static LeanCallees open(String host) {
        LeanCallees callees = new LeanCallees(host);
        callees.start();
        return callees;
    }

    /** For {@code --upstream}. */
    public String uri() {
        return "sip:" + hostPort();
    }

    @Override
    void request(SipMessage request, Flow from) {
        if (request.method() == Method.INVITE) {
            gateway = from.remote();
            String headers = elements(request, HeaderName.RECORD_ROUTE).stream()
                    .map(element -> "Record-Route: " + element + "\r\n")
                    .collect(Collectors.joining("", "", "Contact: <sip:callee@" + hostPort() + ">\r\n"));
            reply(request, from, 180, TAG, headers);
            answers.send(request.callId(), answer(request, from, headers), System.nanoTime());
        } else if (request.method() == Method.ACK) {
            answers.answered(request.callId(), System.nanoTime());
        } else {
            reply(request, from, 200, TAG, "");
        }
    }

    private static byte[] answer(SipMessage request, Flow from, String headers) {
        String bare = new String(Reply.to(request, from, 200, TAG, headers), StandardCharsets.ISO_8859_1);
        return bare.replace("Content-Length: 0\r\n\r\n", SampleMessages.BODY).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    void response(SipMessage response) {}

    @Override
    void beat(long nowNanos) {}

    @Override
    void tick(long nowNanos) {
        answers.tick(nowNanos);
    }

    private void toGateway(byte[] message) {
        send(message, gateway);
    }
}
