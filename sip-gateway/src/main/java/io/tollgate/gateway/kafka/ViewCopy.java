package io.tollgate.gateway.kafka;

import io.tollgate.Account;
import io.tollgate.BlacklistEntry;
import io.tollgate.Termination;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.gateway.store.GatewayStore.Kind;
import io.tollgate.gateway.store.KeyedRecords;
import io.tollgate.gateway.store.KeyedRecords.Change;
import io.tollgate.gateway.store.StoreFailed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the gateway was told, kept on its own disk for a start without Kafka: accounts, blacklist, and the terminations of
 * the last day, of each the newest revision. It is good from when it was once read to the end, and as old as the last
 * change.
 *
 * <p>Each record carries the number of the reading that saw it last: what a whole reading did not see is no longer in the
 * topics, compacted away while this gateway was not there to see the tombstone. Of an account a record that is passed
 * over counts as seen.
 *
 * <p>The views' thread's; {@link #changedAt} and {@link #fault} are for all. A disk that takes nothing is no failure of
 * the views: changes wait within a bound, and beyond it the copy is given up until the next whole reading.
 */
final class ViewCopy {
    private static final Logger LOGGER = LoggerFactory.getLogger(ViewCopy.class);
    private static final Duration TERMINATIONS_KEPT = Duration.ofHours(24);
    /** What waits is copied by each collection: ten thousand with their keys were 25 ms. */
    private static final int CHANGES_AT_ONCE = 500;

    private static final int MOST_CHANGES = 100_000;
    private static final int PRUNED_AT_ONCE = 10_000;
    private static final String ACCOUNT = "a/";
    private static final String ENTRY = "b/";
    private static final String TERMINATION = "t/";
    private static final String COMPLETE = "complete";
    private static final String READING = "reading";

    /** Where the copy goes. */
    interface Taker {
        void account(String key, @Nullable Account account) throws InvalidRecord;

        void entry(String key, @Nullable BlacklistEntry entry) throws InvalidRecord;

        void termination(@Nullable Termination termination) throws InvalidRecord;
    }

    private final KeyedRecords records;
    private final StoredForm<Account> accounts;
    private final StoredForm<BlacklistEntry> entries;
    private final StoredForm<Termination> terminations;
    private final Clock clock;
    private final FaultLog faults = new FaultLog(LOGGER, "views", "the disk");

    /** By key, null: delete; the newest for each. */
    private final Map<String, byte @Nullable []> changes = new LinkedHashMap<>();

    private final long reading;
    private boolean complete;
    private boolean givenUp;
    private byte @Nullable [] prunedTo;
    private volatile @Nullable Instant changedAt;

    ViewCopy(GatewayStore store, Clock clock) {
        this.records = store.records(Kind.VIEWS);
        StoredSchemas schemas = new StoredSchemas(store, "views");
        this.accounts = new StoredForm<>(Account.class, schemas);
        this.entries = new StoredForm<>(BlacklistEntry.class, schemas);
        this.terminations = new StoredForm<>(Termination.class, schemas);
        this.clock = clock;
        byte[] since = records.get(bytes(COMPLETE));
        this.complete = since != null;
        this.changedAt = since == null ? null : Instant.ofEpochMilli(number(since));
        byte[] before = records.get(bytes(READING));
        this.reading = before == null ? 1 : number(before) + 1;
        changes.put(READING, number(reading));
    }

    /** Whether it may be gone by: it was once read to the end. */
    boolean isComplete() {
        return complete;
    }

    /** When the last change was told; null: there is no whole copy. */
    @Nullable
    Instant changedAt() {
        return changedAt;
    }

    /** What keeps the copy from the disk; null: nothing. */
    @Nullable
    String fault() {
        return faults.current();
    }

    void account(String key, @Nullable Account account) {
        change(ACCOUNT + key, accounts, account);
    }

    /**
     * A record of this account was passed over. It may have displaced the valid one before it by compaction: what an
     * earlier reading left is told and kept, unless this reading saw something newer.
     */
    void keepAccount(String key, Taker taker) {
        byte[] place = bytes(ACCOUNT + key);
        try {
            byte[] value = givenUp || changes.containsKey(ACCOUNT + key) ? null : records.get(place);
            if (value != null && number(value) != reading) {
                told(new KeyedRecords.Entry(place, value), () -> {
                    Account account = accounts.read(value);
                    taker.account(key, account);
                    account(key, account);
                });
            }
        } catch (StoreFailed failed) {
            faults.fault(failed);
        }
    }

    void entry(String key, @Nullable BlacklistEntry entry) {
        change(ENTRY + key, entries, entry);
    }

    void termination(Termination termination) {
        String key = TERMINATION + termination.getTerminationId();
        try {
            byte[] before = changes.containsKey(key) ? changes.get(key) : records.get(bytes(key));
            // Read from the beginning again, an order comes in its earlier revisions first.
            if (before == null || terminations.read(before).getRevision() <= termination.getRevision()) {
                change(key, terminations, termination);
            }
        } catch (SerializationException | StoreFailed unreadable) {
            change(key, terminations, termination);
        }
    }

    private <T extends SpecificRecord> void change(String key, StoredForm<T> form, @Nullable T value) {
        try {
            change(key, value == null ? null : form.write(reading, value));
        } catch (SerializationException | StoreFailed unwritable) {
            faults.fault(unwritable);
            giveUp();
        }
    }

    private void change(String key, byte @Nullable [] value) {
        changes.put(key, value);
        if (changes.size() % CHANGES_AT_ONCE == 0) {
            flush();
        }
        if (changes.size() > MOST_CHANGES) {
            giveUp();
        }
    }

    private void giveUp() {
        if (!givenUp) {
            LOGGER.atError().log("the copy of the views cannot be kept: a restart without Kafka would not find it");
        }
        changes.clear();
        changes.put(COMPLETE, null);
        complete = false;
        givenUp = true;
        changedAt = null;
    }

    /** Writes what was told since the last time. */
    void flush() {
        if (changes.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<Change> all = new ArrayList<>(changes.size() + 1);
        changes.forEach((key, value) -> all.add(new Change(bytes(key), value)));
        if (complete) {
            all.add(new Change(bytes(COMPLETE), number(now.toEpochMilli())));
        }
        try {
            records.write(all);
            changes.clear();
            changedAt = complete ? now : null;
            faults.cleared();
        } catch (StoreFailed failed) {
            faults.fault(failed);
        }
    }

    /** All was read to the end: what was not seen is gone from the topics, and goes from the taker and from here too. */
    void readToEnd(Taker taker) {
        try {
            records.forEach(bytes(ACCOUNT), stored -> {
                if (isUnseen(stored)) {
                    change(key(stored), null);
                    gone(() -> taker.account(name(stored), null));
                }
            });
            records.forEach(bytes(ENTRY), stored -> {
                if (isUnseen(stored)) {
                    change(key(stored), null);
                    gone(() -> taker.entry(name(stored), null));
                }
            });
            complete = !givenUp;
            if (complete) {
                changes.put(COMPLETE, number(clock.instant().toEpochMilli()));
            }
        } catch (StoreFailed failed) {
            faults.fault(failed);
        }
        flush();
    }

    /** Whether this reading did not come upon it. Where the copy was given up, what it did is not known any more. */
    private boolean isUnseen(KeyedRecords.Entry stored) {
        return !givenUp && number(stored.value()) != reading && !changes.containsKey(key(stored));
    }

    /** Forgets some terminations that the topic does not keep either; called every few seconds, it comes round. */
    void prune() {
        Instant least = clock.instant().minus(TERMINATIONS_KEPT);
        try {
            List<KeyedRecords.Entry> some = records.page(bytes(TERMINATION), prunedTo, PRUNED_AT_ONCE);
            for (KeyedRecords.Entry stored : some) {
                if (!changes.containsKey(key(stored)) && isOver(stored, least)) {
                    change(key(stored), null);
                }
            }
            prunedTo = some.size() < PRUNED_AT_ONCE
                    ? null
                    : some.get(some.size() - 1).key();
        } catch (StoreFailed failed) {
            faults.fault(failed);
        }
    }

    private boolean isOver(KeyedRecords.Entry stored, Instant least) {
        try {
            Termination termination = terminations.read(stored.value());
            Instant at = termination.getAt();
            return termination.getIssuedAt().isBefore(least) && (at == null || at.isBefore(least));
        } catch (SerializationException unreadable) {
            return true;
        }
    }

    /** Tells everything that is kept. Returns how many records that were, or throws {@link StoreFailed}. */
    int tell(Taker taker) {
        int[] told = {0};
        records.forEach(
                bytes(ACCOUNT),
                stored -> told[0] += told(stored, () -> taker.account(name(stored), accounts.read(stored.value()))));
        records.forEach(
                bytes(ENTRY),
                stored -> told[0] += told(stored, () -> taker.entry(name(stored), entries.read(stored.value()))));
        records.forEach(
                bytes(TERMINATION),
                stored -> told[0] += told(stored, () -> taker.termination(terminations.read(stored.value()))));
        return told[0];
    }

    /** Something to be told that may be refused. */
    private interface Telling {
        void run() throws InvalidRecord;
    }

    private static int told(KeyedRecords.Entry stored, Telling telling) {
        try {
            telling.run();
            return 1;
        } catch (InvalidRecord | SerializationException unfit) {
            LOGGER.atWarn()
                    .addKeyValue("key", key(stored))
                    .addKeyValue("reason", unfit.getMessage())
                    .log("record of the copy passed over");
            return 0;
        }
    }

    private static void gone(Telling telling) {
        try {
            telling.run();
        } catch (InvalidRecord unfit) {
            throw new IllegalStateException("a removal says nothing that could be invalid", unfit);
        }
    }

    private static String key(KeyedRecords.Entry stored) {
        return new String(stored.key(), StandardCharsets.UTF_8);
    }

    private static String name(KeyedRecords.Entry stored) {
        return key(stored).substring(ACCOUNT.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long number(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }
}
