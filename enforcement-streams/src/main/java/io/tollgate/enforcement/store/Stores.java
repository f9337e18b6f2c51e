package io.tollgate.enforcement.store;

import io.tollgate.enforcement.blacklist.EntryState;
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

    private Stores() {}

    public static StoreBuilder<KeyValueStore<String, EntryState>> entries() {
        return store(ENTRIES, Serdes.String(), EntryForms.states());
    }

    public static StoreBuilder<KeyValueStore<String, Instant>> orderIds() {
        return store(
                ORDER_IDS,
                Serdes.String(),
                new StateSerde<>(
                        until -> new StateWriter(1).instant(until).toBytes(),
                        bytes -> new StateReader(bytes).upTo(1).instant()));
    }

    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> blacklistDue() {
        return store(BLACKLIST_DUE, Serdes.Bytes(), Serdes.ByteArray());
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> store(String name, Serde<K> key, Serde<V> value) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name), key, value)
                .withCachingDisabled();
    }
}
