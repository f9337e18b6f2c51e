package io.tollgate.enforcement.verdict;

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
 * What an operator orders. He may be as broad as he likes: the guard against slips is for machines. Immutable.
 *
 * @param entryId the entry to write or remove; null: the command's id
 */
public record OperatorOrder(
        String commandId,
        String operator,
        Action action,
        @Nullable String callId,
        Subjects subjects,
        @Nullable String entryId,
        EntryKind kind,
        @Nullable Instant expiresAt,
        String reason)
        implements Demand {

    /** What to do; names as in the contract's {@code OperatorAction}. */
    public enum Action {
        TERMINATE,
        BLACKLIST,
        REMOVE
    }

    /**
     * Refuses what says nothing, or would touch entries that follow from an account's state.
     *
     * @throws InvalidInput saying what is wrong
     */
    public void check() {
        InvalidInput.unless(!commandId.isEmpty(), "commandId", "is empty");
        InvalidInput.unless(callId == null || !callId.isEmpty(), "callId", "is empty");
        InvalidInput.unless(entryId == null || !entryId.isEmpty(), "entryId", "is empty");
        switch (action) {
            case TERMINATE -> InvalidInput.unless(callId != null || !subjects.isEmpty(), "TERMINATE names nothing");
            case BLACKLIST -> {
                InvalidInput.unless(!subjects.isEmpty(), "BLACKLIST names no account, prefix or network");
                InvalidInput.unless(
                        !EntryIds.isReserved(target()),
                        "entryId",
                        "'" + target() + "' is of a kind that is Tollgate's own");
            }
            case REMOVE -> {
                InvalidInput.unless(entryId != null, "REMOVE names no entryId");
                InvalidInput.unless(
                        !EntryIds.isOfAccount(target()),
                        "entryId",
                        "'" + target() + "' follows from the account's state");
            }
        }
    }

    private String target() {
        return entryId != null ? entryId : commandId;
    }

    @Override
    public Optional<TerminationOrder> termination(Instant receivedAt) {
        if (action != Action.TERMINATE) {
            return Optional.empty();
        }
        return Optional.of(TerminationOrder.now(
                commandId,
                receivedAt,
                callId,
                subjects.account(),
                subjects.destinationPrefix(),
                subjects.sourceNetwork(),
                Grounds.OPERATOR,
                reason,
                null));
    }

    @Override
    public Optional<EntryOrder> entryOrder(Instant receivedAt) {
        var orderId = "command:" + commandId;
        return switch (action) {
            case TERMINATE -> Optional.empty();
            case REMOVE -> Optional.of(new EntryOrder.Withdraw(orderId, receivedAt, target()));
            case BLACKLIST ->
                Optional.of(new EntryOrder.Write(
                        orderId,
                        receivedAt,
                        new Entry(
                                target(),
                                subjects,
                                kind,
                                EntryReason.OPERATOR,
                                reason,
                                operator,
                                receivedAt,
                                expiresAt)));
        };
    }
}
