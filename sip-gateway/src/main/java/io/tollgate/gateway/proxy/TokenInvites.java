package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.Attempt;
import io.tollgate.gateway.admission.Ruling;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.proxy.InDialogRouter.Pass;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.RequestUri;
import io.tollgate.gateway.wire.SipMessage;

/**
 * Customers' re-INVITEs of calls that this gateway does not have: only the token speaks for them, and it goes on doing so
 * when its call is over. So they are asked what an attempt is asked, but for channels, since the call that may still be
 * there holds one. Belongs to its shard.
 */
final class TokenInvites {
    private static final int BAD_REQUEST = 400;
    private static final int NO_SUCH_CALL = 481;
    private static final int ADMITTED = 0;

    private final ShardContext shard;

    TokenInvites(ShardContext shard) {
        this.shard = shard;
    }

    /** Whether a request is one of them. */
    boolean meant(SipMessage request, Pass pass, Flow from) {
        return request.method() == Method.INVITE
                && pass.found() == null
                && pass.toUpstream()
                && !shard.boundary().inside(from);
    }

    /** Whether it may go on; else it is answered. */
    boolean admit(ServerTransaction server, Pass pass) {
        int status = status(server, pass);
        if (status == ADMITTED) {
            return true;
        }
        if (shard.observing()) {
            shard.counters().observed.increment();
            return true;
        }
        shard.counters().strayRequests.increment();
        server.reply(status);
        return false;
    }

    private int status(ServerTransaction server, Pass pass) {
        SipMessage request = server.request();
        String account = pass.account();
        if (account == null) {
            // Subscriptions hold no calls; but a gateway that passes requests on has such tokens too, and leads to the
            // call.
            return shard.boundary().inside(pass.receiver()) ? NO_SUCH_CALL : ADMITTED;
        }
        if (RequestUri.of(request) != RequestUri.Verdict.GOOD) {
            return BAD_REQUEST;
        }
        Identified whose =
                new Identified(account, Identity.CLAIMED, shard.accounts().settings(account));
        Attempt attempt = new Attempt(
                Direction.OUTBOUND,
                whose,
                shard.numbers().destination(request.targetText()),
                server.source(),
                shard.emergencies().matches(request.targetText()),
                true);
        Ruling ruling = shard.gatekeeper().attempt(attempt, shard.clock().instant());
        return ruling instanceof Ruling.Refuse refuse ? refuse.sipStatus() : ADMITTED;
    }
}
