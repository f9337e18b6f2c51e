package io.tollgate.enforcement.verdict;

import io.tollgate.enforcement.blacklist.EntryOrder;
import io.tollgate.enforcement.decision.TerminationOrder;
import java.time.Instant;
import java.util.Optional;

/** What somebody outside wants done: calls ended, an entry written or removed, or both. */
public sealed interface Demand permits Verdict, OperatorOrder {

    /**
     * The order to the gateways, if calls are to end.
     *
     * @param receivedAt when the broker had the demand: its author's clock may be anywhere
     */
    Optional<TerminationOrder> termination(Instant receivedAt);

    /** What becomes of an entry, if anything. */
    Optional<EntryOrder> entryOrder(Instant receivedAt);
}
