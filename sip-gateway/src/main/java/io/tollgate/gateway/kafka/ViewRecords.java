package io.tollgate.gateway.kafka;

import io.tollgate.Account;
import io.tollgate.Admission;
import io.tollgate.BlacklistEntry;
import io.tollgate.Termination;
import io.tollgate.schemas.input.InputSize;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One record at a time from bytes to its view. What cannot be read or says what it must not is counted and passed over:
 * Streams sets it aside for the operator.
 *
 * <p>Used by the views' thread; counters are for all.
 */
final class ViewRecords implements ViewCopy.Taker {
    private static final Logger LOGGER = LoggerFactory.getLogger(ViewRecords.class);

    /** How to read each of the four. */
    interface Deserializers {
        /** Reads an enum's symbol that our version does not know as its default: Streams may be newer. */
        <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type);

        /** To which such a symbol is unreadable: a stranger meant something else by it. */
        <T extends SpecificRecord> Deserializer<T> strictDeserializer(Class<T> type);
    }

    private final String gatewayId;
    private final ViewTargets targets;
    private final ViewCopy copy;
    private final Deserializer<Account> accounts;
    private final Deserializer<BlacklistEntry> entries;
    private final Deserializer<Termination> terminations;
    private final Deserializer<Admission> admissions;
    /**
     * A record that was taken.
     *
     * @param writtenAt by its writer's clock, in milliseconds
     */
    private record Origin(int partition, long writtenAt) {
        /** In one partition Kafka says which came later, in two only their writers can. */
        boolean isOlderThan(Origin other) {
            return partition != other.partition && writtenAt < other.writtenAt;
        }
    }

    /**
     * Of each account the record that counts so far. A client that hashes keys otherwise than Java leaves older settings in
     * another partition, where compaction does not find them; read from the beginning, either may come first. Null once
     * all is read: then they come as they are written, near enough.
     */
    private @Nullable Map<String, Origin> origins = new HashMap<>();

    private final LongAdder taken = new LongAdder();
    private final LongAdder skipped = new LongAdder();

    ViewRecords(String gatewayId, ViewTargets targets, ViewCopy copy, Deserializers deserializers) {
        this.gatewayId = gatewayId;
        this.targets = targets;
        this.copy = copy;
        this.accounts = deserializers.strictDeserializer(Account.class);
        this.entries = deserializers.deserializer(BlacklistEntry.class);
        this.terminations = deserializers.deserializer(Termination.class);
        this.admissions = deserializers.deserializer(Admission.class);
    }

    /** Throws what says that the registry cannot be asked now: the record is to be taken again later. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        try {
            if (record.topic().equals(Topics.ACCOUNTS.name())) {
                InvalidRecord.refuse(InputSize.fault(record.key(), record.value(), record.headers()));
                Account account = accounts.deserialize(record.topic(), record.value());
                Origin origin = new Origin(record.partition(), record.timestamp());
                if (isNewest(key, origin)) {
                    account(key, account);
                    copy.account(key, account);
                    counts(key, origin);
                }
            } else if (record.topic().equals(Topics.BLACKLIST.name())) {
                BlacklistEntry entry = entries.deserialize(record.topic(), record.value());
                entry(key, entry);
                copy.entry(key, entry);
            } else if (record.topic().equals(Topics.TERMINATIONS.name())) {
                Termination termination = terminations.deserialize(record.topic(), record.value());
                termination(termination);
                copy.termination(termination);
            } else {
                admission(admissions.deserialize(record.topic(), record.value()));
            }
            taken.increment();
        } catch (InvalidRecord invalid) {
            passOver(record, key, invalid);
        } catch (RuntimeException fault) {
            if (RegistryAway.isMeantBy(fault)) {
                throw fault;
            }
            passOver(record, key, fault);
        }
    }

    private boolean isNewest(String key, Origin origin) {
        Origin before = origins == null ? null : origins.get(key);
        return before == null || !origin.isOlderThan(before);
    }

    private void counts(String key, Origin origin) {
        if (origins != null) {
            origins.put(key, origin);
        }
    }

    /** All was read that was there at the beginning. */
    void readToEnd() {
        copy.readToEnd(this);
        origins = null;
    }

    long taken() {
        return taken.sum();
    }

    long skipped() {
        return skipped.sum();
    }

    // The deserializers give null for null, whatever their generics promise.
    @Override
    public void account(String key, @Nullable Account account) throws InvalidRecord {
        if (account == null) {
            targets.accounts().remove(key);
        } else {
            targets.accounts().put(InboundMapping.account(key, account));
        }
    }

    @Override
    public void entry(String key, @Nullable BlacklistEntry entry) throws InvalidRecord {
        if (entry == null) {
            targets.blacklist().remove(key);
        } else {
            targets.blacklist().put(InboundMapping.entry(key, entry));
        }
    }

    @Override
    public void termination(@Nullable Termination termination) throws InvalidRecord {
        if (termination == null) {
            throw new InvalidRecord("no value");
        }
        targets.terminations().accept(InboundMapping.termination(termination));
    }

    private void admission(@Nullable Admission admission) throws InvalidRecord {
        if (admission == null) {
            throw new InvalidRecord("no value");
        }
        if (admission.getGatewayId().equals(gatewayId)) {
            targets.admissions().accept(InboundMapping.admission(admission));
        }
    }

    private void passOver(ConsumerRecord<byte[], byte[]> record, String key, Exception why) {
        skip(record, why);
        if (record.topic().equals(Topics.ACCOUNTS.name())) {
            copy.keepAccount(key, this);
        }
    }

    private void skip(ConsumerRecord<byte[], byte[]> record, Exception why) {
        skipped.increment();
        boolean expected = why instanceof InvalidRecord || why instanceof SerializationException;
        LOGGER.atWarn()
                .setCause(expected ? null : why)
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", why.getMessage())
                .log("record passed over");
    }
}
