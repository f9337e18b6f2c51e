package io.tollgate.enforcement.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * HA1s that were written a moment ago, for the next write of the same settings that says nothing of one: the state that
 * is asked may not have them yet, and would give back the one before. Of a write that nobody confirmed the outcome shows
 * in the state after the same time. Safe for threads.
 */
final class RecentSecrets {

    /** Longer than a write takes to show; a secret that others have written since comes to its right after it. */
    static final Duration RECENT = Duration.ofSeconds(5);

    private static final int MOST = 1_000;

    private record Secret(@Nullable String ha1, Instant writtenAt, boolean confirmed) {}

    private final Clock clock;
    private final LinkedHashMap<String, Secret> byAccount = new LinkedHashMap<>();

    RecentSecrets(Clock clock) {
        this.clock = clock;
    }

    /** An account's HA1 was written. */
    void written(String account, @Nullable String ha1) {
        put(account, new Secret(ha1, clock.instant(), true));
    }

    /** It may have been written, or not. */
    void unconfirmed(String account) {
        put(account, new Secret(null, clock.instant(), false));
    }

    private synchronized void put(String account, Secret secret) {
        byAccount.remove(account);
        byAccount.put(account, secret);
        if (byAccount.size() > MOST) {
            byAccount.remove(byAccount.keySet().iterator().next());
        }
    }

    /**
     * The HA1 that an account has.
     *
     * @param settled what the state says
     * @throws Ledger.NotNow if nobody can tell yet
     */
    @Nullable
    String of(String account, Function<String, Optional<String>> settled) {
        var recent = recent(account);
        if (recent == null || !clock.instant().isBefore(recent.writtenAt.plus(RECENT))) {
            return settled.apply(account).orElse(null);
        }
        if (!recent.confirmed) {
            throw new Ledger.NotNow("whether the ha1 before this was written is not known yet, try again or say it");
        }
        return recent.ha1;
    }

    private synchronized @Nullable Secret recent(String account) {
        return byAccount.get(account);
    }
}
