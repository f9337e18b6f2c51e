package io.tollgate.schemas.input;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a record that could be read. Immutable.
 *
 * @param field the one that is wrong; null: not one alone
 * @param complaint follows the field's name; one line for the record's author, with nothing longer than one of its ids
 */
public record Fault(@Nullable String field, String complaint) {

    /** The first that there is, and no rule is asked behind it; null: none. */
    @SafeVarargs
    static @Nullable Fault first(Supplier<@Nullable Fault>... rules) {
        for (var rule : rules) {
            var fault = rule.get();
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    /** Null if the rule holds. */
    static @Nullable Fault unless(boolean rule, String field, String complaint) {
        return rule ? null : new Fault(field, complaint);
    }

    /** The sentence. */
    @Override
    public String toString() {
        return field == null ? complaint : field + " " + complaint;
    }
}
