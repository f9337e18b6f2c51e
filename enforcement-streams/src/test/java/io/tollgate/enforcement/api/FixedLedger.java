package io.tollgate.enforcement.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Knows what a test says. */
final class FixedLedger implements Ledger {

    final Map<String, Map<String, Object>> accounts = new HashMap<>();
    final Map<String, String> secrets = new HashMap<>();
    final Map<String, String> currencies = new HashMap<>();
    final List<Map<String, Object>> live = new ArrayList<>();
    final Set<String> calls = new HashSet<>();
    final Map<String, Map<String, Object>> entries = new HashMap<>();
    final Map<String, Map<String, Object>> rates = new HashMap<>();
    final List<Map<String, Object>> gateways = new ArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    boolean away;

    @Override
    public Optional<Map<String, Object>> account(String account) {
        asked.add(account);
        return Optional.ofNullable(here(accounts).get(account));
    }

    @Override
    public List<Map<String, Object>> calls(@Nullable String account) {
        return here(live).stream()
                .filter(call -> account == null || account.equals(call.get("account")))
                .toList();
    }

    @Override
    public boolean hasCall(String callId) {
        return here(calls).contains(callId);
    }

    @Override
    public List<Map<String, Object>> accounts() {
        return List.copyOf(here(accounts).values());
    }

    @Override
    public Optional<Map<String, Object>> entry(String entryId) {
        return Optional.ofNullable(here(entries).get(entryId));
    }

    @Override
    public List<Map<String, Object>> blacklist() {
        return List.copyOf(here(entries).values());
    }

    @Override
    public Optional<Map<String, Object>> rate(String plan, String prefix) {
        return Optional.ofNullable(here(rates).get(plan + "/" + prefix));
    }

    @Override
    public List<Map<String, Object>> rates(@Nullable String plan) {
        return List.copyOf(here(rates).values());
    }

    @Override
    public Optional<String> ha1(String account) {
        return Optional.ofNullable(here(secrets).get(account));
    }

    @Override
    public Optional<String> currency(String account) {
        return Optional.ofNullable(here(currencies).get(account));
    }

    private <T> T here(T answer) {
        if (away) {
            throw new NotNow();
        }
        return answer;
    }

    @Override
    public List<Map<String, Object>> gateways() {
        return here(gateways);
    }
}
