package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.Attempt;
import io.tollgate.gateway.admission.Ruling;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identification.Challenged;
import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.message.RequestReading;
import io.tollgate.gateway.proxy.InDialogRouter.Pass;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.RequestUri;
import io.tollgate.gateway.wire.SipMessage;
import java.text.ParseException;
import java.util.EnumSet;
import java.util.Set;

/**
 * What customers ask for in calls that this gateway does not have, and may not ask for outside of one: only the token speaks
 * for them, it goes on doing so when its call is over, and everybody that the call went through has read it. So they are
 * asked what an attempt is asked, but for channels, since the call that may still be there holds one; and must come from
 * where the token's customer was, in no name that has to prove itself elsewhere. Belongs to its shard.
 */
final class TokenRequests {
    private static final Set<Method> RULED = EnumSet.of(Method.INVITE, Method.MESSAGE, Method.REFER);
    private static final int BAD_REQUEST = 400;
    private static final int NO_SUCH_CALL = 481;
    private static final int ADMITTED = 0;

    private final ShardContext shard;
    private final Callers callers;

    TokenRequests(ShardContext shard) {
        this.shard = shard;
        this.callers = new Callers(shard);
    }

    /** Whether a request is one of them. */
    boolean meant(SipMessage request, Pass pass, Flow from) {
        return RULED.contains(request.method())
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
        if (!pass.fromThere()) {
            return NO_SUCH_CALL;
        }
        try {
            RequestReading reading = RequestReading.of(request);
            if (callers.identify(server, reading, reading.caller(), true) instanceof Challenged other
                    && !other.account().equals(account)) {
                return NO_SUCH_CALL;
            }
        } catch (ParseException unreadable) {
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
