package io.tollgate.enforcement.decision;

import java.io.Serial;

/**
 * A record that can be read but breaks the contract: it is set aside with this message and changes nothing. The message
 * is one line for the record's author and repeats nothing longer than a subject of it.
 */
public final class InvalidInput extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidInput(String message) {
        super(message);
    }

    /** Refuses the record unless the rule holds. */
    public static void unless(boolean rule, String message) {
        if (!rule) {
            throw new InvalidInput(message);
        }
    }
}
