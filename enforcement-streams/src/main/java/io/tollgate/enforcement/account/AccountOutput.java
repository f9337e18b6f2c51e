package io.tollgate.enforcement.account;

import io.tollgate.enforcement.blacklist.EntryOutput;
import io.tollgate.enforcement.blacklist.EntryReason;
import io.tollgate.enforcement.call.ClosedCall;
import io.tollgate.enforcement.decision.TerminationOrder;
import io.tollgate.enforcement.rating.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What follows from an event or a setting of an account. */
public sealed interface AccountOutput {

    /** Calls are to end, or not any more. */
    record Terminate(TerminationOrder order) implements AccountOutput {}

    /** The account is refused at the gateways, or no longer. */
    record Blacklist(EntryOutput entry) implements AccountOutput {}

    /**
     * A call may be answered, or not.
     *
     * @param refusal null: it may
     * @param activeChannels held after this decision
     * @param paidSeconds how long it can run on what is free now; null: no limit
     */
    record Admit(
            String callId,
            String gatewayId,
            @Nullable Refusal refusal,
            int activeChannels,
            @Nullable Integer paidSeconds,
            Instant at)
            implements AccountOutput {}

    /**
     * The account's state is another.
     *
     * @param balance at {@code at}
     * @param exhaustsAt null: as things are it lasts
     */
    record ShowState(
            int activeChannels,
            @Nullable Integer channelLimit,
            @Nullable EntryReason blocked,
            Money balance,
            @Nullable Instant exhaustsAt,
            Instant at)
            implements AccountOutput {}

    /** A call is over. */
    record RecordCall(ClosedCall call) implements AccountOutput {}

    /** A call that was taken for lost lives again. */
    record NoteReinstated(String callId) implements AccountOutput {}

    /** A call was answered without the admission that it should have waited for. */
    record NoteUndecided(String callId) implements AccountOutput {}
}
