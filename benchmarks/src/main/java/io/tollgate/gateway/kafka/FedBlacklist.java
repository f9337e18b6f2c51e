package io.tollgate.gateway.kafka;

import io.tollgate.BlacklistEntry;
import io.tollgate.BlacklistReason;
import io.tollgate.EntryKind;
import io.tollgate.benchmark.MapRegistry;
import io.tollgate.benchmark.micro.SampleEntries;
import io.tollgate.gateway.admission.Blacklist;
import io.tollgate.gateway.identity.AccountDirectory;
import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.Schemas;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's blacklist with what feeds it, from the topic's bytes to the index and to the copy on disk; only Kafka's
 * consumer is not there, whose garbage is made up for by writing each record right before it is read. For one thread.
 */
public final class FedBlacklist implements AutoCloseable {
    private static final String TOPIC = Topics.BLACKLIST.name();

    private final Blacklist blacklist = new Blacklist();
    private final MapRegistry registry = new MapRegistry();
    private final AvroSerializer<BlacklistEntry> serializer = new AvroSerializer<>(registry);
    private final GatewayStore store;
    private final ViewCopy copy;
    private final ViewRecords records;
    private long offset;

    /** With its copy there. */
    public FedBlacklist(Path directory) throws IOException {
        registry.register(Topic.subject(TOPIC), Schemas.text(BlacklistEntry.class));
        store = GatewayStore.open(directory);
        copy = new ViewCopy(store, Clock.systemUTC());
        ViewTargets targets = new ViewTargets(blacklist, new AccountDirectory(), termination -> {}, admission -> {});
        records = new ViewRecords("gw", targets, copy, new ViewRecords.Deserializers() {
            @Override
            public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
                return new AvroDeserializer<>(type, registry);
            }

            @Override
            public <T extends SpecificRecord> Deserializer<T> strictDeserializer(Class<T> type) {
                return AvroDeserializer.strict(type, registry);
            }
        });
    }

    /** Where to ask. */
    public Blacklist blacklist() {
        return blacklist;
    }

    /** Reads so many entries from {@code first} on; they expire then, so that none is as it was before. */
    public void read(int first, int count, Instant expiresAt) {
        for (int i = first; i < first + count; i++) {
            BlacklistEntry entry = record(SampleEntries.entry(i), expiresAt);
            take(entry.getEntryId(), entry);
        }
        copy.flush();
    }

    /** Reads that so many are no more. */
    public void readRemoved(int first, int count) {
        for (int i = first; i < first + count; i++) {
            take(SampleEntries.entry(i).entryId(), null);
        }
        copy.flush();
    }

    private void take(String key, @Nullable BlacklistEntry entry) {
        byte[] id = key.getBytes(StandardCharsets.UTF_8);
        records.take(new ConsumerRecord<>(TOPIC, 0, offset++, id, serializer.serialize(TOPIC, entry)));
        if (records.skipped() > 0) {
            throw new IllegalStateException("an entry was passed over");
        }
    }

    private static BlacklistEntry record(io.tollgate.gateway.admission.BlacklistEntry entry, Instant expiresAt) {
        Network source = entry.sourceNetwork();
        return new BlacklistEntry(
                entry.entryId(),
                entry.account(),
                entry.destinationPrefix(),
                source == null ? null : source.toString(),
                EntryKind.DENY,
                BlacklistReason.FRAUD_VERDICT,
                "benchmark",
                "benchmark",
                Instant.EPOCH,
                Objects.requireNonNull(expiresAt));
    }

    @Override
    public void close() {
        store.close();
    }
}
