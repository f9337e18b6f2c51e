package io.tollgate.enforcement.decision;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A record that can be read but breaks the contract: it is set aside with this message and changes nothing. The message
 * is one line for the record's author and repeats nothing longer than a subject of it.
 */
public final class InvalidInput extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable String field;

    public InvalidInput(String message) {
        super(message);
        this.field = null;
    }

    private InvalidInput(String field, String complaint) {
        super(field + " " + complaint);
        this.field = field;
    }

    /** Refuses the record unless the rule holds. */
    public static void unless(boolean rule, String message) {
        if (!rule) {
            throw new InvalidInput(message);
        }
    }

    /** Refuses the record for one of its fields: the complaint follows its name. */
    public static void unless(boolean rule, String field, String complaint) {
        if (!rule) {
            throw of(field, complaint);
        }
    }

    /** For one of the record's fields: the complaint follows its name. */
    public static InvalidInput of(String field, String complaint) {
        return new InvalidInput(field, complaint);
    }

    /** The record's field that is wrong; null: not one alone. */
    public @Nullable String field() {
        return field;
    }
}
