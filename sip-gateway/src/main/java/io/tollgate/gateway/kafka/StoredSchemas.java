package io.tollgate.gateway.kafka;

import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.gateway.store.GatewayStore.Kind;
import io.tollgate.gateway.store.KeyedRecords;
import io.tollgate.schemas.serde.RegistryRefusal;
import io.tollgate.schemas.serde.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of what lies in the gateway's own store, kept there too: with Kafka away the cluster's registry is away as
 * well, and a later version of Tollgate must read what an earlier one left. Numbers are the store's own.
 *
 * <p>Safe for threads; never asks the network.
 */
final class StoredSchemas implements SchemaRegistry {
    private final KeyedRecords records;
    private final String prefix;
    private final Map<Integer, String> texts = new ConcurrentHashMap<>();

    /**
     * @param use keeps the numbers of two users apart
     */
    StoredSchemas(GatewayStore store, String use) {
        this.prefix = "schema/" + use + "/";
        this.records = store.records(Kind.META);
        records.forEach(
                bytes(prefix),
                entry -> texts.put(
                        Integer.parseInt(string(entry.key()).substring(prefix.length())), string(entry.value())));
    }

    @Override
    public synchronized int register(String subject, String schemaText) {
        for (Map.Entry<Integer, String> known : texts.entrySet()) {
            if (known.getValue().equals(schemaText)) {
                return known.getKey();
            }
        }
        int id = texts.size() + 1;
        records.put(bytes(prefix + id), bytes(schemaText));
        texts.put(id, schemaText);
        return id;
    }

    @Override
    public int lookup(String subject, String schemaText) {
        return register(subject, schemaText);
    }

    @Override
    public String byId(int id) {
        String text = texts.get(id);
        if (text == null) {
            throw new RegistryRefusal(RegistryRefusal.SCHEMA_NOT_FOUND, "the store has no schema " + id);
        }
        return text;
    }

    @Override
    public Registered latest(String subject) {
        throw new UnsupportedOperationException("the store's schemas have no subjects");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
