package io.tollgate.gateway.proxy;

import io.tollgate.gateway.proxy.UpstreamHealth.Failure;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Transport;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The question whether one upstream address serves: OPTIONS without a user part (RFC 3261 section 11). Any final response
 * but 408 and 503 says that it does: proxies that were never told what to answer say 404, 405 or 483, and they are there
 * all the same. Belongs to its shard, the one that its Call-ID leads to.
 */
final class UpstreamCheck implements ClientTransaction.User {
    private static final int TIMED_OUT = 408;
    private static final int UNAVAILABLE = 503;

    private final ShardContext shard;
    private final UpstreamAddress address;
    private final ClientTransaction client;
    private @Nullable Timeout patience;

    UpstreamCheck(ShardContext shard, UpstreamAddress address, String callId) {
        this.shard = shard;
        this.address = address;
        long id = shard.nextId();
        this.client = shard.client(id, Method.OPTIONS, request(id, callId), address.flow(), this);
    }

    void start() {
        patience = shard.arm(shard.boundary().upstreams().policy().patience().toNanos(), () -> {
            client.abandon();
            failed(TIMED_OUT);
        });
        client.start();
    }

    private byte[] request(long id, String callId) {
        Flow flow = address.flow();
        String target = "sip:" + address.proxy().hostPort();
        boolean unsaid = flow.transport() == Transport.UDP;
        String self = "<sip:" + shard.boundary().advertised(flow) + ">";
        return ("OPTIONS " + target
                        + (unsaid ? "" : ";transport=" + flow.transport().uriName()) + " SIP/2.0\r\n"
                        + "Via: " + shard.via(flow, id) + "\r\n"
                        + "Max-Forwards: 70\r\n"
                        + "From: " + self + ";tag=" + shard.ownTag() + "\r\n"
                        + "To: <" + target + ">\r\n"
                        + "Call-ID: " + callId + "\r\n"
                        + "CSeq: 1 OPTIONS\r\n"
                        + "Contact: " + self + "\r\n"
                        + "Accept: application/sdp\r\n"
                        + "Content-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void response(SipMessage response) {
        if (response.status() < 200) {
            return;
        }
        shard.disarm(patience);
        if (response.status() == TIMED_OUT || response.status() == UNAVAILABLE) {
            UpstreamHealth.unavailable(shard, address, response, true);
        } else {
            UpstreamHealth.answered(address);
        }
    }

    @Override
    public void failed(int status) {
        shard.disarm(patience);
        UpstreamHealth.failed(address, status == TIMED_OUT ? Failure.SILENT : Failure.UNREACHABLE);
    }
}
