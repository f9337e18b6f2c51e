package io.tollgate.enforcement.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Accounts as they are now, for one answer: each is asked for when it is needed, and once. An instance that does not answer
 * costs seconds, so after one account that is not to be had no more are asked for; without them it is still an answer. For
 * one thread.
 */
final class AccountsNow {

    private final Ledger ledger;
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
        if (away) {
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
