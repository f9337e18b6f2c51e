package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.Channel;
import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.command.LiveCall;
import io.tollgate.gateway.dialog.CallLife;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.wire.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What a call is made of, whether it begins or is taken up again. Belongs to its call's shard.
 *
 * @param ifLive null: it is over
 * @param channel taken already if the account is proven
 * @param setup null: it was answered in another life
 * @param admitUndecided the account's failure policy
 */
record CallParts(
        @Nullable LiveCall ifLive,
        CallFacts facts,
        CallLife life,
        CallDialogs dialogs,
        CallReporter reporter,
        Channel channel,
        CallDeadlines deadlines,
        @Nullable CallSetup setup,
        boolean admitUndecided) {

    /** What orders must know of it, as long as it lives. */
    LiveCall live() {
        if (ifLive == null) {
            throw new IllegalStateException("the call is over: " + facts.callId());
        }
        return ifLive;
    }

    /** Its INVITE: where only a call that began here can come. */
    CallSetup invite() {
        if (setup == null) {
            throw new IllegalStateException("the call has no INVITE any more: " + facts.callId());
        }
        return setup;
    }

    boolean outbound() {
        return facts.direction() == Direction.OUTBOUND;
    }

    /** The way to the customer's side; null: not known, or not known yet. */
    @Nullable
    Flow customerFlow() {
        if (outbound()) {
            return dialogs.callerFlow();
        }
        return setup == null ? dialogs.calleeFlow() : setup.calleeFlow();
    }
}
