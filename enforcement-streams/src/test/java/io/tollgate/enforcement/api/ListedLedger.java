package io.tollgate.enforcement.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds in its lists what is asked for alone; has no rates and no secrets. */
public abstract class ListedLedger implements LocalLedger {
    /** All of them. */
    protected abstract List<Map<String, Object>> calls();

    @Override
    public Optional<Map<String, Object>> account(String account) {
        return where("account", account, accounts()).findFirst();
    }

    @Override
    public List<Map<String, Object>> calls(@Nullable String account) {
        return account == null ? calls() : where("account", account, calls()).toList();
    }

    @Override
    public Optional<Map<String, Object>> entry(String entryId) {
        return where("entryId", entryId, blacklist()).findFirst();
    }

    private static Stream<Map<String, Object>> where(String field, String value, List<Map<String, Object>> items) {
        return items.stream().filter(item -> value.equals(item.get(field)));
    }

    @Override
    public Optional<Map<String, Object>> rate(String plan, String prefix) {
        return Optional.empty();
    }

    @Override
    public List<Map<String, Object>> rates(@Nullable String plan) {
        return List.of();
    }

    @Override
    public Optional<String> ha1(String account) {
        return Optional.empty();
    }

    @Override
    public Optional<String> currency(String account) {
        return Optional.empty();
    }
}
