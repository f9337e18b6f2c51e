package io.tollgate.enforcement.api;

import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks for what a request names before it is called unknown. What was written or began a moment ago is still on its way
 * to the state that is asked: a script that blacklists and takes it back at once must not be told that there is nothing.
 * Safe for threads.
 */
final class Sighting {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MOST_PAUSES = 10;

    private final Consumer<Duration> pause;

    Sighting(Consumer<Duration> pause) {
        this.pause = pause;
    }

    /**
     * Returns when it is there, or when nobody can tell: an order for a thing that does not exist changes nothing, one that
     * is withheld because the state is being moved could cost money.
     *
     * @param what in words, for the answer
     */
    void require(String what, BooleanSupplier isThere) {
        for (int pauses = 0; !isThere(isThere); pauses++) {
            if (pauses == MOST_PAUSES) {
                throw new NotFoundResponse("no " + what);
            }
            pause.accept(PAUSE);
        }
    }

    private static boolean isThere(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (Ledger.NotNow unknown) {
            return true;
        }
    }
}
