package io.tollgate.gateway.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders that name no call and were issued so lately that they hit calls attempted now, by the account that they name:
 * a storm of verdicts must not cost each new call a walk over all of them.
 *
 * <p>Not shared. Bounded: beyond {@link #MOST} the one that came first is dropped.
 */
final class RecentTerminations {
    static final int MOST = 10_000;

    private static final String NO_ACCOUNT = "";

    /** Until when: an issuer whose clock is ahead must not hit calls for longer than others. */
    private record Recent(Termination termination, Instant until) {}

    private final Map<String, Recent> byId = new LinkedHashMap<>();
    private final Map<String, List<Recent>> byAccount = new HashMap<>();
    private Instant nextSweep = Instant.MIN;

    void add(Termination termination, Instant now) {
        Instant issuedAt = termination.issuedAt();
        Instant until = (issuedAt.isAfter(now) ? now : issuedAt).plus(Termination.REACH);
        // A disabled account's new calls are refused by its entry, and those that cross that are ended by their own
        // ids: if
        // it were kept, the calls of an account that is enabled again at once would be ended too.
        boolean standing = termination.reason() == TerminationReason.ACCOUNT_DISABLED;
        if (termination.callId() != null || standing || now.isAfter(until)) {
            return;
        }
        sweep(now);
        if (byId.size() >= MOST) {
            remove(byId.keySet().iterator().next());
        }
        Recent recent = new Recent(termination, until);
        byId.put(termination.terminationId(), recent);
        byAccount.computeIfAbsent(key(recent), key -> new ArrayList<>(1)).add(recent);
    }

    void remove(String terminationId) {
        Recent recent = byId.remove(terminationId);
        if (recent != null) {
            unlink(recent);
        }
    }

    @Nullable
    Termination hitting(LiveCall call, Instant now) {
        if (byId.isEmpty()) {
            return null;
        }
        sweep(now);
        Termination own = hitting(byAccount.get(call.account()), call);
        return own != null ? own : hitting(byAccount.get(NO_ACCOUNT), call);
    }

    List<Termination> at(Instant now) {
        return byId.values().stream()
                .filter(recent -> !now.isAfter(recent.until))
                .map(Recent::termination)
                .toList();
    }

    private static @Nullable Termination hitting(@Nullable List<Recent> some, LiveCall call) {
        if (some != null) {
            for (Recent recent : some) {
                if (!call.attemptedAt().isAfter(recent.until) && recent.termination.hits(call)) {
                    return recent.termination;
                }
            }
        }
        return null;
    }

    private void sweep(Instant now) {
        if (now.isBefore(nextSweep)) {
            return;
        }
        nextSweep = now.plusSeconds(1);
        byId.values().removeIf(recent -> now.isAfter(recent.until));
        byAccount.values().removeIf(some -> {
            some.removeIf(recent -> now.isAfter(recent.until));
            return some.isEmpty();
        });
    }

    private void unlink(Recent recent) {
        byAccount.computeIfPresent(key(recent), (key, some) -> {
            some.remove(recent);
            return some.isEmpty() ? null : some;
        });
    }

    private static String key(Recent recent) {
        String account = recent.termination.account();
        return account == null ? NO_ACCOUNT : account;
    }
}
