package io.tollgate.enforcement.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the API can be asked: of the account, the entry, the rate that is named, or all of them, in the order of their
 * names. A list ends after {@link #MOST}; one item more says that there are more. Each question may end in {@link NotNow}.
 * Implementations are safe for threads.
 */
public interface Ledger {

    /** More than anyone reads; what comes after it is left out of a list. */
    int MOST = 10_000;

    /** The state is being moved or restored: ask again. */
    final class NotNow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** For a reason that is not the caller's affair. */
        public NotNow(Throwable cause) {
            super("the state is not here at the moment, try again", cause);
        }

        /** For a reason that the caller is told. */
        public NotNow(String reason) {
            super(reason);
        }

        /** Before there is any state. */
        public NotNow() {
            super("not connected yet, try again");
        }
    }

    /** An account's settings and state; empty: unknown, or forgotten. */
    Optional<Map<String, Object>> account(String account);

    /** Those that are set up, or were heard of. */
    List<Map<String, Object>> accounts();

    /**
     * The live calls whose account is proven.
     *
     * @param account null: of all accounts
     */
    List<Map<String, Object>> calls(@Nullable String account);

    /** Whether a live call has this id: Tollgate's own, or the SIP Call-ID. */
    boolean hasCall(String callId);

    /** The HA1 in an account's settings, which is never shown; empty: it has none, or the account is unknown. */
    Optional<String> ha1(String account);

    /** The currency of an account that is set up; empty: it is not. */
    Optional<String> currency(String account);

    /** A standing entry of the blacklist; empty: there is none by that id. */
    Optional<Map<String, Object>> entry(String entryId);

    /** The entries that stand. */
    List<Map<String, Object>> blacklist();

    /** A plan's rate for exactly this prefix; empty: there is none. */
    Optional<Map<String, Object>> rate(String plan, String prefix);

    /**
     * The rates.
     *
     * @param plan null: of all plans
     */
    List<Map<String, Object>> rates(@Nullable String plan);

    /** The gateways that were heard of, each by its last heartbeat. */
    List<Map<String, Object>> gateways();
}
