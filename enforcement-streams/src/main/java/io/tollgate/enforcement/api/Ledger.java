package io.tollgate.enforcement.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the API can be asked. Implementations are safe for threads. */
public interface Ledger {

    /** The state is being moved or restored: ask again. */
    final class NotNow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotNow(Throwable cause) {
            super("the state is not here at the moment, try again", cause);
        }

        /** Before there is any state. */
        public NotNow() {
            super("not connected yet, try again");
        }
    }

    /** An account's settings and state; empty: unknown, or forgotten. */
    Optional<Map<String, Object>> account(String account);

    /**
     * The live calls whose account is proven.
     *
     * @param account null: of all accounts
     */
    List<Map<String, Object>> calls(@Nullable String account);
}
