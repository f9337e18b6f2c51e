package io.tollgate.enforcement.api;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one listener wants to hear. Immutable.
 *
 * @param account null: of all, and what is nobody's alone
 * @param types names of records; empty: all
 */
record EventFilter(@Nullable String account, Set<String> types) {

    EventFilter {
        types = Set.copyOf(types);
    }

    boolean takes(Event event) {
        return (types.isEmpty() || types.contains(event.name()))
                && (account == null || account.equals(event.account()));
    }
}
