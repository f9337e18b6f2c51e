package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import java.time.Duration;

/**
 * How calls are taken up again. Immutable.
 *
 * @param elsewhere whether another gateway had them: its addresses, and what was bound to them, are not ours
 * @param askedWithin in which their parties are asked whether they still live
 * @param heldAtMost how long their instants wait for the orders of the past
 */
public record Resumption(boolean elsewhere, Duration askedWithin, Duration heldAtMost) {
    private static final Duration HELD_AT_MOST = Duration.ofSeconds(10);

    /** More would be a flood of our own making. */
    private static final int ASKED_PER_SECOND = 500;

    /** All in all so many calls of this gateway's own former life, or of another gateway. */
    public static Resumption of(boolean elsewhere, int calls) {
        return new Resumption(elsewhere, Duration.ofMillis(1_000 + 1_000L * calls / ASKED_PER_SECOND), HELD_AT_MOST);
    }

    /** Connections ended with the process that had them. */
    boolean mayBeUnreachable(LegDialog leg) {
        return elsewhere || leg.flow().transport().reliable();
    }
}
