package io.tollgate.enforcement.verdict;

import io.tollgate.enforcement.blacklist.Breadth;
import io.tollgate.enforcement.blacklist.Entry;
import io.tollgate.enforcement.blacklist.EntryIds;
import io.tollgate.enforcement.blacklist.EntryKind;
import io.tollgate.enforcement.blacklist.EntryOrder;
import io.tollgate.enforcement.blacklist.EntryReason;
import io.tollgate.enforcement.blacklist.Subjects;
import io.tollgate.enforcement.decision.Grounds;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.enforcement.decision.TerminationOrder;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a fraud system asks for, once it is known to be sound: {@link #check} comes before anything is done. Immutable.
 *
 * @param callId a SIP Call-ID or Tollgate's call id
 */
public record Verdict(
        String verdictId,
        String source,
        Action action,
        @Nullable String callId,
        Subjects subjects,
        @Nullable Instant expiresAt,
        String reason)
        implements Demand {

    /** What to do; names as in the contract's {@code Action}. */
    public enum Action {
        TERMINATE,
        BLACKLIST,
        TERMINATE_AND_BLACKLIST,
        CLEAR
    }

    /**
     * Refuses what a slip would make dangerous or what says nothing.
     *
     * @throws InvalidInput saying what is wrong
     */
    public void check(Breadth breadth) {
        InvalidInput.unless(!verdictId.isEmpty(), "verdictId", "is empty");
        InvalidInput.unless(!source.isEmpty(), "source", "is empty");
        InvalidInput.unless(callId == null || !callId.isEmpty(), "callId", "is empty");
        InvalidInput.unless(callId != null || !subjects.isEmpty(), "the verdict names nothing");
        if (action == Action.CLEAR) {
            // Never too broad: it must reach entries from before the guard was made stricter.
            InvalidInput.unless(!subjects.isEmpty(), "CLEAR with only a callId names no entry");
            return;
        }
        if (blacklists()) {
            InvalidInput.unless(!subjects.isEmpty(), action + " with only a callId: an entry needs a subject");
        }
        // A call narrows what is terminated, not what is blacklisted.
        if (subjects.account() == null && (callId == null || blacklists())) {
            breadth.require(subjects);
        }
    }

    private boolean terminates() {
        return action == Action.TERMINATE || action == Action.TERMINATE_AND_BLACKLIST;
    }

    private boolean blacklists() {
        return action == Action.BLACKLIST || action == Action.TERMINATE_AND_BLACKLIST;
    }

    @Override
    public Optional<TerminationOrder> termination(Instant receivedAt) {
        if (!terminates()) {
            return Optional.empty();
        }
        return Optional.of(TerminationOrder.now(
                verdictId,
                receivedAt,
                callId,
                subjects.account(),
                subjects.destinationPrefix(),
                subjects.sourceNetwork(),
                Grounds.FRAUD_VERDICT,
                reason,
                verdictId));
    }

    @Override
    public Optional<EntryOrder> entryOrder(Instant receivedAt) {
        var orderId = "verdict:" + verdictId;
        var entryId = EntryIds.ofVerdict(source, subjects);
        if (action == Action.CLEAR) {
            return Optional.of(new EntryOrder.Withdraw(orderId, receivedAt, entryId));
        }
        if (!blacklists()) {
            return Optional.empty();
        }
        var entry = new Entry(
                entryId, subjects, EntryKind.DENY, EntryReason.FRAUD_VERDICT, reason, source, receivedAt, expiresAt);
        return Optional.of(new EntryOrder.Write(orderId, receivedAt, entry));
    }
}
