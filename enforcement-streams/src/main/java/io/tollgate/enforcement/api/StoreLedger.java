package io.tollgate.enforcement.api;

import io.tollgate.Account;
import io.tollgate.Rate;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.Provision;
import io.tollgate.enforcement.blacklist.Entry;
import io.tollgate.enforcement.blacklist.EntryIds;
import io.tollgate.enforcement.blacklist.EntryState;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.charge.Meter;
import io.tollgate.enforcement.contract.Outputs;
import io.tollgate.enforcement.lease.Gateway;
import io.tollgate.enforcement.rating.ListedRate;
import io.tollgate.enforcement.rating.Tariffs;
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
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Answers out of this instance's state stores. Safe for threads, as Streams' read-only stores are. */
public final class StoreLedger implements LocalLedger {

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
            return Optional.ofNullable(standings.get(account)).stream()
                    .flatMap(standing -> shown(account, standing))
                    .findFirst();
        });
    }

    @Override
    public List<Map<String, Object>> accounts() {
        return asking(() -> list(this.<String, AccountStanding>all(Stores.STANDINGS), this::shown));
    }

    private Stream<Map<String, Object>> shown(String account, AccountStanding standing) {
        if (standing.provision() == Provision.FORGOTTEN) {
            return Stream.empty();
        }
        ReadOnlyKeyValueStore<String, Account> settings = stores.find(Stores.SETTINGS);
        var known = settings.get(account);
        var shown =
                known != null ? known : Account.newBuilder().setAccount(account).build();
        return Stream.of(AccountJson.of(
                shown, standing, exhaustsAt(account, standing), clock.instant().truncatedTo(ChronoUnit.MICROS)));
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
            var now = clock.instant();
            // What only claims an account could be a stranger's, and the list is the account's.
            return list(
                    account == null ? calls.all() : calls.prefixScan(account, CallKey.PREFIX),
                    (key, call) -> call.isProven() ? Stream.of(CallJson.of(key.account(), call, now)) : Stream.empty());
        });
    }

    @Override
    public List<Map<String, Object>> callsById(String callId) {
        return asking(() -> {
            var now = clock.instant();
            return list(
                    this.<CallKey, LiveCall>all(Stores.CALLS),
                    (key, call) -> callId.equals(call.callId())
                                    || callId.equals(call.details().sipCallId())
                            ? Stream.of(CallJson.of(key.account(), call, now))
                            : Stream.empty());
        });
    }

    @Override
    public Optional<String> ha1(String account) {
        return asking(() -> {
            ReadOnlyKeyValueStore<String, Account> settings = stores.find(Stores.SETTINGS);
            return Optional.ofNullable(settings.get(account)).map(Account::getHa1);
        });
    }

    @Override
    public Optional<String> currency(String account) {
        return asking(() -> {
            ReadOnlyKeyValueStore<String, AccountStanding> standings = stores.find(Stores.STANDINGS);
            return Optional.ofNullable(standings.get(account))
                    .filter(standing -> standing.provision() == Provision.PROVISIONED)
                    .map(standing -> standing.terms().payment().currency());
        });
    }

    @Override
    public Optional<Map<String, Object>> entry(String entryId) {
        return asking(() -> {
            var account = EntryIds.accountOf(entryId);
            if (account.isPresent()) {
                ReadOnlyKeyValueStore<String, AccountStanding> standings = stores.find(Stores.STANDINGS);
                return Optional.ofNullable(standings.get(account.get())).stream()
                        .flatMap(standing -> ofAccount(account.get(), standing))
                        .filter(entry -> entryId.equals(entry.get("entryId")))
                        .findFirst();
            }
            ReadOnlyKeyValueStore<String, EntryState> entries = stores.find(Stores.ENTRIES);
            return Optional.ofNullable(entries.get(entryId)).stream()
                    .flatMap(this::standing)
                    .findFirst();
        });
    }

    @Override
    public List<Map<String, Object>> blacklist() {
        return Stream.concat(accountEntries().stream(), orderedEntries().stream())
                .limit(MOST + 1)
                .toList();
    }

    @Override
    public List<Map<String, Object>> accountEntries() {
        return asking(() -> list(this.<String, AccountStanding>all(Stores.STANDINGS), this::ofAccount));
    }

    @Override
    public List<Map<String, Object>> orderedEntries() {
        return asking(() -> list(this.<String, EntryState>all(Stores.ENTRIES), (id, state) -> standing(state)));
    }

    private Stream<Map<String, Object>> standing(EntryState state) {
        return state instanceof EntryState.Standing standing
                        && !standing.entry().isExpired(clock.instant())
                ? Stream.of(RecordJson.of(Outputs.entry(standing.entry())))
                : Stream.empty();
    }

    /**
     * What refuses an account for its own state's sake. Since when is not kept: so as of when the state is known, that of
     * the last event of its calls, or now.
     */
    private Stream<Map<String, Object>> ofAccount(String account, AccountStanding standing) {
        var last = standing.purse().asOf();
        var asOf = last.equals(Instant.EPOCH) ? clock.instant().truncatedTo(ChronoUnit.MICROS) : last;
        return standing.blocks().stream()
                .map(reason -> RecordJson.of(Outputs.entry(
                        Entry.ofAccount(EntryIds.ofAccount(reason, account), account, reason, asOf, null))));
    }

    @Override
    public Optional<Map<String, Object>> rate(String plan, String prefix) {
        return asking(() -> {
            ReadOnlyKeyValueStore<String, ListedRate> rates = stores.find(Stores.RATES);
            var key = Tariffs.key(plan, prefix);
            return Optional.ofNullable(rates.get(key)).map(rate -> shown(key, rate));
        });
    }

    @Override
    public List<Map<String, Object>> rates(@Nullable String plan) {
        return asking(() -> {
            ReadOnlyKeyValueStore<String, ListedRate> rates = stores.find(Stores.RATES);
            var scan = plan == null
                    ? rates.all()
                    : rates.prefixScan(Tariffs.key(plan, ""), Serdes.String().serializer());
            return list(
                    scan,
                    (key, rate) -> plan == null || key.lastIndexOf('/') == plan.length()
                            ? Stream.of(shown(key, rate))
                            : Stream.empty());
        });
    }

    @Override
    public List<Map<String, Object>> gateways() {
        return asking(() -> {
            var now = clock.instant();
            return list(
                    this.<String, Gateway>all(Stores.GATEWAYS),
                    (gatewayId, gateway) -> Stream.of(GatewayJson.of(gatewayId, gateway.current(), now)));
        });
    }

    /** A plan's name may have the divider in it, a prefix not. */
    private static Map<String, Object> shown(String key, ListedRate rate) {
        int divider = key.lastIndexOf('/');
        var terms = rate.terms();
        return RecordJson.of(Rate.newBuilder()
                .setPlan(key.substring(0, divider))
                .setPrefix(key.substring(divider + 1))
                .setPricePerMinute(terms.pricePerMinute().micros())
                .setConnectFee(terms.connectFee().micros())
                .setInitialIncrementSeconds(terms.initialSeconds())
                .setIncrementSeconds(terms.incrementSeconds())
                .setDescription(rate.description())
                .build());
    }

    private <K, V> KeyValueIterator<K, V> all(String name) {
        return stores.<K, V>find(name).all();
    }

    /** What of a store is shown, and its iterator closed. */
    private static <K, V> List<Map<String, Object>> list(
            KeyValueIterator<K, V> scan, BiFunction<K, V, Stream<Map<String, Object>>> shown) {
        List<Map<String, Object>> list = new ArrayList<>();
        try (scan) {
            while (scan.hasNext() && list.size() <= MOST) {
                var entry = scan.next();
                shown.apply(entry.key, entry.value).forEach(list::add);
            }
        }
        return list;
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
