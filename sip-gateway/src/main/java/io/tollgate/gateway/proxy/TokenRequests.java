package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.Attempt;
import io.tollgate.gateway.admission.Ruling;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identification;
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
import org.jspecify.annotations.Nullable;

/**
 * What customers ask for in calls that this gateway does not have, and may not ask for outside of one: only the token speaks
 * for them, it goes on doing so when its call is over, and everybody that the call went through has read it. So they are
 * asked what an attempt is asked, but for channels, since the call that may still be there holds one; must come from where
 * the token's customer was; and prove the name that they are in, if that is another one. Belongs to its shard.
 */
final class TokenRequests {
    private static final Set<Method> RULED = EnumSet.of(Method.INVITE, Method.MESSAGE, Method.REFER);
    private static final int BAD_REQUEST = 400;
    private static final int NO_SUCH_CALL = 481;
    private static final int UNAVAILABLE = 503;

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
        if (!shard.accepting()) {
            // Who is on the blacklist is not known yet.
            int status = server.method() == Method.INVITE ? shard.codes().overload() : UNAVAILABLE;
            server.reply(status, shard.limits().retryAfterLine());
            return false;
        }
        if (!server.source().equals(pass.customer())) {
            return refused(server, NO_SUCH_CALL);
        }
        if (pass.account() == null) {
            // Where requests are passed on between gateways such a token leads to the call's gateway, which rules on
            // it.
            if (!shard.boundary().inside(pass.receiver())) {
                return true;
            }
            // Else it is a subscription's, which holds no call.
            if (server.method() == Method.INVITE) {
                return refused(server, NO_SUCH_CALL);
            }
        }
        Identification whose = whose(server, pass);
        if (whose instanceof Challenged challenged) {
            callers.challenge(server, challenged);
            return false;
        }
        if (!(whose instanceof Identified identified) || RequestUri.of(server.request()) != RequestUri.Verdict.GOOD) {
            return refused(server, BAD_REQUEST);
        }
        return !(ruling(server, identified) instanceof Ruling.Refuse refuse) || refused(server, refuse.sipStatus());
    }

    /** Answers it, unless the gateway only observes; false if it did. */
    private boolean refused(ServerTransaction server, int status) {
        if (shard.observing()) {
            shard.counters().observed.increment();
            return true;
        }
        shard.counters().strayRequests.increment();
        server.reply(status);
        return false;
    }

    /** Whose it is: the token's account's, in whose name it is too or in one that proves itself; null: nobody's. */
    private @Nullable Identification whose(ServerTransaction server, Pass pass) {
        try {
            RequestReading reading = RequestReading.of(server.request());
            Identification named = callers.identify(server, reading, reading.caller(), true);
            String account = pass.account();
            return account == null
                            || named instanceof Challenged && !named.account().equals(account)
                    ? named
                    : new Identified(account, Identity.CLAIMED, shard.accounts().settings(account));
        } catch (ParseException unreadable) {
            return null;
        }
    }

    private Ruling ruling(ServerTransaction server, Identified whose) {
        String target = server.request().targetText();
        Attempt attempt = new Attempt(
                Direction.OUTBOUND,
                whose,
                shard.numbers().destination(target),
                server.source(),
                shard.emergencies().matches(target),
                true);
        return shard.gatekeeper().attempt(attempt, shard.clock().instant());
    }
}
