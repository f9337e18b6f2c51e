package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.Channel;
import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.command.LiveCall;
import io.tollgate.gateway.dialog.CallLife;
import io.tollgate.gateway.event.CallFacts;
import org.jspecify.annotations.Nullable;

/**
 * What a call is made of, whether it begins or is taken up again. Belongs to its call's shard.
 *
 * @param channel taken already if the account is proven
 * @param setup null: it was answered in another life
 * @param admitUndecided the account's failure policy
 */
record CallParts(
        LiveCall live,
        CallFacts facts,
        CallLife life,
        CallDialogs dialogs,
        CallReporter reporter,
        Channel channel,
        CallDeadlines deadlines,
        @Nullable CallSetup setup,
        boolean admitUndecided) {}
