package io.tollgate.enforcement.account;

import io.tollgate.enforcement.account.AccountOutput.Admit;
import io.tollgate.enforcement.account.AccountOutput.NoteUndecided;
import io.tollgate.enforcement.account.AccountOutput.Terminate;
import io.tollgate.enforcement.blacklist.EntryIds;
import io.tollgate.enforcement.call.Channel;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.charge.Hold;
import io.tollgate.enforcement.decision.Grounds;
import org.jspecify.annotations.Nullable;

/**
 * Finds one call its place among its account's channels. Where gateways wait (a strict account, a metered one) the answer
 * is an admission, where they do not it is a termination of the call that came last. Used for one decision, by one thread.
 */
final class Placement {

    private final Draft draft;
    private final Payments payments;

    Placement(Draft draft, Payments payments) {
        this.draft = draft;
        this.payments = payments;
    }

    /**
     * The call is proven from now on.
     *
     * @param answered by the same event: then no gateway waits any more
     */
    void prove(boolean answered) {
        if (!draft.call().needsChannel()) {
            passBy(answered);
        } else if (answered && terms().strict()) {
            letIn();
        } else if (draft.standing().isBarred()) {
            refuse(Refusal.ACCOUNT_DISABLED, answered);
        } else if (draft.standing().isFull()) {
            refuse(Refusal.CHANNEL_LIMIT, answered);
        } else {
            var refusal = answered ? null : payments.setAside();
            if (refusal != null) {
                refuse(refusal, false);
            } else {
                hold();
                admit(null, answered);
            }
        }
    }

    /** It was answered though it should have waited and was not admitted. */
    void letIn() {
        if (draft.standing().isBarred()) {
            condemn(Grounds.ACCOUNT_DISABLED);
        } else if (draft.standing().isFull() && !terms().admitsUndecided()) {
            condemn(Grounds.CHANNEL_LIMIT);
        } else {
            draft.call(draft.call().letIn());
            draft.standing(draft.standing().holding(draft.standing().held() + 1));
            draft.add(new NoteUndecided(draft.call().callId()));
        }
    }

    /** It holds a channel that there is not. */
    void leave() {
        draft.standing(draft.standing().holding(draft.standing().held() - 1));
        condemn(Grounds.CHANNEL_LIMIT);
    }

    private Terms terms() {
        return draft.standing().terms();
    }

    /** Inbound and emergency calls take no channel; an emergency call goes on whatever the account's state. */
    private void passBy(boolean answered) {
        if (!draft.call().emergency() && draft.standing().isBarred()) {
            condemn(Grounds.ACCOUNT_DISABLED);
        } else if (draft.call().emergency()) {
            admit(null, answered);
        }
    }

    private void hold() {
        draft.call(draft.call().on(Channel.HELD));
        draft.standing(draft.standing().holding(draft.standing().held() + 1));
    }

    private void refuse(Refusal refusal, boolean answered) {
        admit(refusal, answered);
        if (terms().strict()) {
            draft.call(draft.call().on(Channel.REFUSED));
        } else {
            condemn(refusal.grounds());
        }
    }

    private void admit(@Nullable Refusal refusal, boolean answered) {
        if (terms().needsAdmission() && !answered) {
            draft.add(admission(draft.call(), refusal, draft.standing().held(), draft));
        }
    }

    static Admit admission(LiveCall call, @Nullable Refusal refusal, int held, Draft draft) {
        Hold hold = call.hold();
        return new Admit(
                call.callId(),
                call.details().gatewayId(),
                refusal,
                held,
                refusal == null && hold != null ? hold.paidSeconds() : null,
                draft.now);
    }

    private void condemn(Grounds grounds) {
        draft.call(draft.call().on(Channel.CONDEMNED));
        var callId = draft.call().callId();
        var order = switch (grounds) {
            case CHANNEL_LIMIT ->
                draft.order(
                        EntryIds.ofChannelLimit(callId),
                        grounds,
                        draft.standing().channels());
            case ACCOUNT_DISABLED -> draft.order(EntryIds.ofAccountDisabled(callId), grounds, "account disabled");
            case BALANCE_EXHAUSTED -> draft.order(EntryIds.ofNoBalance(callId), grounds, "no balance");
            case UNRATED_DESTINATION -> draft.order(Payments.unrated(callId), grounds, "no rate");
            default -> throw new IllegalStateException("no refusal has these grounds: " + grounds);
        };
        draft.add(new Terminate(order));
    }
}
