package io.tollgate.enforcement.store;

import static org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore;
import static org.apache.kafka.streams.state.Stores.keyValueStoreBuilder;
import static org.apache.kafka.streams.state.Stores.persistentKeyValueStore;

import io.tollgate.Account;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.CallRules;
import io.tollgate.enforcement.blacklist.EntryState;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.lease.Gateway;
import io.tollgate.enforcement.rating.Cost;
import io.tollgate.enforcement.rating.ListedRate;
import io.tollgate.schemas.serde.SchemaRegistry;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * All state stores: names, keys, contents. Each is in RocksDB with a changelog, and none is cached: with a commit every
 * few milliseconds a cache has nothing to gather.
 */
public final class Stores {

    /** Blacklist entries by their id. */
    public static final String ENTRIES = "blacklist-entries";

    /** Ids of verdicts and commands about entries, with the time until which each is remembered. */
    public static final String ORDER_IDS = "order-ids";

    /** When entries expire and order ids are forgotten. */
    public static final String BLACKLIST_DUE = "blacklist-due";

    /** Accounts' standings by account. */
    public static final String STANDINGS = "standings";

    /** Accounts' settings as they were written, by account. */
    public static final String SETTINGS = "account-settings";

    /** Live calls by account and call id: the set that channels are counted by. */
    public static final String CALLS = "calls";

    /** Calls that are over, with the time until which a late or repeated event may still come. */
    public static final String ENDED_CALLS = "ended-calls";

    /** Calls that were lost, or are vouched for and not heard of yet, by account and call id. */
    public static final String LOST_CALLS = "lost-calls";

    /** Gateways by their id; every instance has all of them. */
    public static final String GATEWAYS = "gateways";

    /** When calls that are over or lost are forgotten. */
    public static final String CALLS_DUE = "calls-due";

    /** Accounts that are full, with the time at which their blacklist entry was last written. */
    public static final String FULL_ACCOUNTS = "full-accounts";

    /** When the clock is to look at the ends of accounts' money. */
    public static final String LOOKS_DUE = "looks-due";

    /** Ids of the adjustments that were applied, by account: for ever, as their topic is kept. */
    public static final String ADJUSTMENTS = "adjustments";

    /** Adjustments whose account is not set up, as they came. */
    public static final String EARLY_ADJUSTMENTS = "early-adjustments";

    /** Rates by plan and prefix; every instance has all of them. */
    public static final String RATES = "rates";

    /** What calls cost by account and call id; only while balances are made up anew. */
    public static final String RECORDED_COSTS = "recorded-costs";

    /** How long the end of a call is remembered. */
    public static final Duration ENDS_REMEMBERED = CallRules.LATEST_FIRST_END;

    /** How long a lost call can be corrected: as long as what gateways tell of it is kept for us. */
    public static final Duration LOSSES_REMEMBERED = Topics.CALL_EVENTS.retention();

    private Stores() {}

    public static StoreBuilder<KeyValueStore<String, AccountStanding>> standings() {
        return store(STANDINGS, Serdes.String(), AccountForms.standings());
    }

    public static StoreBuilder<KeyValueStore<String, Account>> settings(SchemaRegistry registry) {
        return store(SETTINGS, Serdes.String(), AccountForms.settings(registry));
    }

    public static StoreBuilder<KeyValueStore<CallKey, LiveCall>> calls() {
        return store(CALLS, CallKey.SERDE, CallForms.liveCalls());
    }

    public static StoreBuilder<KeyValueStore<CallKey, Instant>> endedCalls() {
        return store(ENDED_CALLS, CallKey.SERDE, instants());
    }

    public static StoreBuilder<KeyValueStore<CallKey, RememberedCall>> lostCalls() {
        return store(LOST_CALLS, CallKey.SERDE, LeaseForms.REMEMBERED);
    }

    /** In memory: they are few, and each is looked at several times a second. Their topic is its changelog. */
    public static StoreBuilder<KeyValueStore<String, Gateway>> gateways() {
        return keyValueStoreBuilder(inMemoryKeyValueStore(GATEWAYS), Serdes.String(), LeaseForms.GATEWAYS)
                .withLoggingDisabled();
    }

    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> callsDue() {
        return store(CALLS_DUE, Serdes.Bytes(), Serdes.ByteArray());
    }

    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> looksDue() {
        return store(LOOKS_DUE, Serdes.Bytes(), Serdes.ByteArray());
    }

    /** Keyed as calls are: account and id. */
    public static StoreBuilder<KeyValueStore<CallKey, Instant>> adjustments() {
        return store(ADJUSTMENTS, CallKey.SERDE, instants());
    }

    public static StoreBuilder<KeyValueStore<CallKey, EarlyRecord>> earlyAdjustments() {
        return store(EARLY_ADJUSTMENTS, CallKey.SERDE, EarlyRecord.SERDE);
    }

    /** Made from a topic that is read to its end each time: no changelog. */
    public static StoreBuilder<KeyValueStore<CallKey, Cost>> recordedCosts() {
        return store(RECORDED_COSTS, CallKey.SERDE, RateForms.COSTS).withLoggingDisabled();
    }

    /** In memory: an admission asks once for each digit. Its topic is its changelog. */
    public static StoreBuilder<KeyValueStore<String, ListedRate>> rates() {
        return keyValueStoreBuilder(inMemoryKeyValueStore(RATES), Serdes.String(), RateForms.SERDE)
                .withLoggingDisabled();
    }

    /** In memory: there are few, and all of them are looked at several times a second. */
    public static StoreBuilder<KeyValueStore<String, Instant>> fullAccounts() {
        return keyValueStoreBuilder(inMemoryKeyValueStore(FULL_ACCOUNTS), Serdes.String(), instants())
                .withCachingDisabled();
    }

    public static StoreBuilder<KeyValueStore<String, EntryState>> entries() {
        return store(ENTRIES, Serdes.String(), EntryForms.states());
    }

    public static StoreBuilder<KeyValueStore<String, Instant>> orderIds() {
        return store(ORDER_IDS, Serdes.String(), instants());
    }

    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> blacklistDue() {
        return store(BLACKLIST_DUE, Serdes.Bytes(), Serdes.ByteArray());
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> store(String name, Serde<K> key, Serde<V> value) {
        return keyValueStoreBuilder(persistentKeyValueStore(name), key, value).withCachingDisabled();
    }

    private static Serde<Instant> instants() {
        return new StateSerde<>(
                instant -> new StateWriter(1).instant(instant).toBytes(),
                bytes -> new StateReader(bytes).upTo(1).instant());
    }
}
