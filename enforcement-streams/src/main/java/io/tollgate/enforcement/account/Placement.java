package io.tollgate.enforcement.account;

import io.tollgate.enforcement.account.AccountOutput.Admit;
import io.tollgate.enforcement.account.AccountOutput.NoteUndecided;
import io.tollgate.enforcement.account.AccountOutput.Terminate;
import io.tollgate.enforcement.blacklist.EntryIds;
import io.tollgate.enforcement.call.Channel;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.decision.Grounds;
import io.tollgate.enforcement.decision.TerminationOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds one call its place among its account's channels. Where gateways wait (a strict account) the answer is an
 * admission, where they do not it is a termination of the call that came last. Used for one decision, by one thread.
 */
final class Placement {

    private final String account;
    private final Instant now;
    private final List<AccountOutput> outputs = new ArrayList<>();
    private AccountStanding standing;
    private LiveCall call;

    Placement(String account, AccountStanding standing, LiveCall call, Instant now) {
        this.account = account;
        this.standing = standing;
        this.call = call;
        this.now = now;
    }

    AccountStanding standing() {
        return standing;
    }

    LiveCall call() {
        return call;
    }

    List<AccountOutput> outputs() {
        return outputs;
    }

    /**
     * The call is proven from now on.
     *
     * @param answered by the same event: then no gateway waits any more
     */
    void prove(boolean answered) {
        if (!call.needsChannel()) {
            passBy(answered);
        } else if (answered && standing.terms().strict()) {
            letIn();
        } else if (standing.isBarred()) {
            refuse(Refusal.ACCOUNT_DISABLED, answered);
        } else if (standing.isFull()) {
            refuse(Refusal.CHANNEL_LIMIT, answered);
        } else {
            hold();
            admit(null, answered);
        }
    }

    /** It was answered though it should have waited and was not admitted. */
    void letIn() {
        if (standing.isBarred()) {
            condemn(Grounds.ACCOUNT_DISABLED);
        } else if (standing.isFull() && !standing.terms().admitsUndecided()) {
            condemn(Grounds.CHANNEL_LIMIT);
        } else {
            call = call.letIn();
            standing = standing.holding(standing.held() + 1);
            outputs.add(new NoteUndecided(call.callId()));
        }
    }

    /** Inbound and emergency calls take no channel; an emergency call goes on whatever the account's state. */
    private void passBy(boolean answered) {
        if (!call.emergency() && standing.isBarred()) {
            condemn(Grounds.ACCOUNT_DISABLED);
        } else if (call.emergency()) {
            admit(null, answered);
        }
    }

    private void hold() {
        call = call.on(Channel.HELD);
        standing = standing.holding(standing.held() + 1);
    }

    private void refuse(Refusal refusal, boolean answered) {
        admit(refusal, answered);
        if (standing.terms().strict()) {
            call = call.on(Channel.REFUSED);
        } else {
            condemn(refusal.grounds());
        }
    }

    private void admit(@Nullable Refusal refusal, boolean answered) {
        if (standing.terms().needsAdmission() && !answered) {
            outputs.add(new Admit(call.callId(), call.details().gatewayId(), refusal, standing.held(), now));
        }
    }

    private void condemn(Grounds grounds) {
        call = call.on(Channel.CONDEMNED);
        boolean full = grounds == Grounds.CHANNEL_LIMIT;
        var id = full ? EntryIds.ofChannelLimit(call.callId()) : EntryIds.ofAccountDisabled(call.callId());
        var detail = full ? "no channel left" : "account disabled";
        outputs.add(new Terminate(TerminationOrder.ofCall(id, now, call.callId(), account, grounds, detail)));
    }
}
