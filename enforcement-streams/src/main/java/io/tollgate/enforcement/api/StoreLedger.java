package io.tollgate.enforcement.api;

import io.tollgate.Account;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.Provision;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.charge.Meter;
import io.tollgate.enforcement.store.CallKey;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.serde.RegistryUnavailable;
import io.tollgate.schemas.serde.UnreadableRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Answers out of this instance's state stores. Safe for threads, as Streams' read-only stores are. */
public final class StoreLedger implements Ledger {

    /** More than anyone reads; what comes after it is left out. */
    static final int MOST_CALLS = 10_000;

    private final Finder stores;
    private final Clock clock;

    /** Finds a store by its name. */
    @FunctionalInterface
    public interface Finder {
        /** A key-value store of this instance. */
        <K, V> ReadOnlyKeyValueStore<K, V> find(String name);
    }

    public StoreLedger(Finder stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    @Override
    public Optional<Map<String, Object>> account(String account) {
        return asking(() -> {
            ReadOnlyKeyValueStore<String, AccountStanding> standings = stores.find(Stores.STANDINGS);
            ReadOnlyKeyValueStore<String, Account> settings = stores.find(Stores.SETTINGS);
            var standing = standings.get(account);
            var known = settings.get(account);
            if (standing == null || standing.provision() == Provision.FORGOTTEN) {
                return Optional.empty();
            }
            var shown = known != null
                    ? known
                    : Account.newBuilder().setAccount(account).build();
            return Optional.of(AccountJson.of(
                    shown,
                    standing,
                    exhaustsAt(account, standing),
                    clock.instant().truncatedTo(ChronoUnit.MICROS)));
        });
    }

    /** As Streams reckons it, from the calls as they are kept. */
    private @Nullable Instant exhaustsAt(String account, AccountStanding standing) {
        if (standing.purse().running() == 0) {
            return null;
        }
        var meter = new Meter();
        ReadOnlyKeyValueStore<CallKey, LiveCall> calls = stores.find(Stores.CALLS);
        try (var scan = calls.prefixScan(account, CallKey.PREFIX)) {
            scan.forEachRemaining(entry -> {
                var charge = entry.value.charge();
                if (charge != null) {
                    meter.put(entry.value.callId(), charge, standing.purse().asOf());
                }
            });
        }
        return meter.exhaustsAt(standing.purse(), standing.terms().payment().creditLimit());
    }

    @Override
    public List<Map<String, Object>> calls(@Nullable String account) {
        return asking(() -> {
            ReadOnlyKeyValueStore<CallKey, LiveCall> calls = stores.find(Stores.CALLS);
            try (var scan = account == null ? calls.all() : calls.prefixScan(account, CallKey.PREFIX)) {
                return shown(scan);
            }
        });
    }

    private List<Map<String, Object>> shown(KeyValueIterator<CallKey, LiveCall> scan) {
        List<Map<String, Object>> shown = new ArrayList<>();
        var now = clock.instant();
        while (scan.hasNext() && shown.size() < MOST_CALLS) {
            KeyValue<CallKey, LiveCall> entry = scan.next();
            // What only claims an account could be a stranger's, and the list is the account's.
            if (entry.value.isProven()) {
                shown.add(CallJson.of(entry.key.account(), entry.value, now));
            }
        }
        return shown;
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (InvalidStateStoreException
                | IllegalStateException
                | RegistryUnavailable
                | UnreadableRecord elsewhere) {
            // Being moved or restored; or settings whose schema the registry does not give at the moment.
            throw new NotNow(elsewhere);
        }
    }
}
