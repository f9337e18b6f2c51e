package io.tollgate.enforcement.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Accounts as they are now, for one answer: each is asked for when it is needed, and once. Others may be slow to tell of theirs,
 * so after one account that is not to be had, or some seconds, no more are asked for; without them it is still an answer. For
 * one thread.
 */
final class AccountsNow {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Ledger ledger;
    private final long beganNanos = System.nanoTime();
    private final Map<String, Optional<Map<String, Object>>> known = new HashMap<>();
    private boolean away;

    AccountsNow(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What a field says; null: nothing, or it is not known. */
    @Nullable
    Long number(String account, String field) {
        return known.computeIfAbsent(account, this::find)
                .map(found -> found.get(field))
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).longValue())
                .orElse(null);
    }

    private Optional<Map<String, Object>> find(String account) {
        if (away || System.nanoTime() - beganNanos > PATIENCE_NANOS) {
            return Optional.empty();
        }
        try {
            return ledger.account(account);
        } catch (Ledger.NotNow elsewhere) {
            away = true;
            return Optional.empty();
        }
    }
}
