package io.tollgate.gateway.kafka;

import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.journal.CallSnapshot;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Whose calls change hands: the proxy, as the journal and the adopter see it. Safe for threads; none of it waits. */
public interface CallHands {
    /**
     * Takes calls up, and has the journal keep them as this gateway's own. Their instants wait for {@link #release}.
     *
     * @param elsewhere whether another gateway had them
     * @param all how many there are all in all
     * @return done when each can be ended
     */
    CompletableFuture<Void> resume(Collection<CallSnapshot> snapshots, boolean elsewhere, int all);

    /** The orders of the past are read for these calls. */
    void release(Set<String> callIds);

    /** These are another gateway's now. */
    void relinquish(Set<String> callIds);

    /** Tells the journal anew that all calls are vouched for here. */
    void vouchAgain();

    /** An order from before these calls were adopted. */
    void terminateAdopted(Termination termination, Set<String> callIds);
}
