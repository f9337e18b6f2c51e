package io.tollgate.enforcement.backlog;

import java.util.concurrent.CompletableFuture;

/** The stage that re-keys what concerns accounts before their owners read it, on whatever instances. Safe for threads. */
public interface EarlierStage {

    /** There is none, or nothing is to wait for it. */
    EarlierStage NONE = () -> CompletableFuture.completedFuture(null);

    /**
     * Done, and never with a failure, when all that lies before the stage now has passed it, or when that cannot be told or
     * takes too long.
     */
    CompletableFuture<Void> passed();
}
