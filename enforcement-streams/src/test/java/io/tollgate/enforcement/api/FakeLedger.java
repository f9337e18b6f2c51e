package io.tollgate.enforcement.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/** Has accounts, each with one call and two entries. */
final class FakeLedger extends ListedLedger {

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
    public List<Map<String, Object>> accounts() {
        return names().map(name -> Map.<String, Object>of("account", name)).toList();
    }

    @Override
    protected List<Map<String, Object>> calls() {
        return names().map(name -> Map.<String, Object>of("callId", "call-" + name, "account", name))
                .toList();
    }

    @Override
    public Optional<String> currency(String account) {
        return account(account).map(item -> "CHF");
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
    public List<Map<String, Object>> gateways() {
        return List.of(Map.of("gatewayId", "edge-1"));
    }
}
