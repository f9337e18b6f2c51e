package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;

/** Passes a request's responses back: everything that is no dialog-creating INVITE. Belongs to its shard. */
class Relay implements ClientTransaction.User {
    private static final int TIMED_OUT = 408;
    private static final int UNREACHABLE = 500;

    private final ServerTransaction server;

    Relay(ServerTransaction server) {
        this.server = server;
    }

    @Override
    public void response(SipMessage response) {
        server.pass(response);
    }

    @Override
    public void failed(int status) {
        if (status != TIMED_OUT) {
            server.reply(status == InboundRoutes.FLOW_FAILED ? status : UNREACHABLE);
        } else if (server.method() == Method.INVITE) {
            server.reply(TIMED_OUT);
        } else {
            // RFC 4320 section 4.2: by now nobody waits for a 408 to a request other than INVITE.
            server.abandon();
        }
    }
}
