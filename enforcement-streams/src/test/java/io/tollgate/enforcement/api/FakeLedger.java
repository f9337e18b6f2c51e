package io.tollgate.enforcement.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Has accounts, each with one call and two entries. */
final class FakeLedger implements LocalLedger {

    private final ConcurrentSkipListSet<String> accounts = new ConcurrentSkipListSet<>();

    private volatile boolean lost;

    void add(String account) {
        accounts.add(account);
    }

    void loseStores() {
        lost = true;
    }

    private Stream<String> names() {
        if (lost) {
            throw new NotNow();
        }
        return accounts.stream();
    }

    @Override
    public Optional<Map<String, Object>> account(String account) {
        return accounts().stream()
                .filter(item -> account.equals(item.get("account")))
                .findFirst();
    }

    @Override
    public List<Map<String, Object>> accounts() {
        return names().map(name -> Map.<String, Object>of("account", name)).toList();
    }

    @Override
    public List<Map<String, Object>> calls(@Nullable String account) {
        return names().filter(name -> account == null || account.equals(name))
                .map(name -> Map.<String, Object>of("callId", "call-" + name, "account", name))
                .toList();
    }

    @Override
    public Optional<String> ha1(String account) {
        return Optional.empty();
    }

    @Override
    public Optional<String> currency(String account) {
        return account(account).map(item -> "CHF");
    }

    @Override
    public Optional<Map<String, Object>> entry(String entryId) {
        return blacklist().stream()
                .filter(item -> entryId.equals(item.get("entryId")))
                .findFirst();
    }

    @Override
    public List<Map<String, Object>> blacklist() {
        return Stream.concat(accountEntries().stream(), orderedEntries().stream())
                .toList();
    }

    @Override
    public List<Map<String, Object>> accountEntries() {
        return entries("no-balance:");
    }

    @Override
    public List<Map<String, Object>> orderedEntries() {
        return entries("e-");
    }

    private List<Map<String, Object>> entries(String prefix) {
        return names().map(name -> Map.<String, Object>of("entryId", prefix + name))
                .toList();
    }

    @Override
    public Optional<Map<String, Object>> rate(String plan, String prefix) {
        return Optional.empty();
    }

    @Override
    public List<Map<String, Object>> rates(@Nullable String plan) {
        return List.of();
    }
}
