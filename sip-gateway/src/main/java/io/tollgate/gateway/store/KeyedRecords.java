package io.tollgate.gateway.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Bytes under keys, sorted by key, over restarts.
 *
 * <p>Safe for threads. What was written outlives the process, and of a power cut all but about the last second. All
 * throw {@link StoreFailed}; then nothing was changed.
 */
public final class KeyedRecords {

    /**
     * What lies under a key.
     *
     * @param key belongs to the reader, as does the value
     */
    public record Entry(byte[] key, byte[] value) {}

    /**
     * What a key shall have.
     *
     * @param value null: nothing any more
     */
    public record Change(byte[] key, byte @Nullable [] value) {}

    private final Database database;
    private final String family;

    KeyedRecords(Database database, String family) {
        this.database = database;
        this.family = family;
    }

    /** Puts a value in place of the one that the key had; null: nothing. */
    public void put(byte[] key, byte @Nullable [] value) {
        write(List.of(new Change(key, value)));
    }

    /** Makes all of these changes, in order, or none. */
    public void write(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        database.use(family, (db, handle, write) -> {
            try (WriteBatch batch = new WriteBatch()) {
                for (Change change : changes) {
                    if (change.value() == null) {
                        batch.delete(handle, change.key());
                    } else {
                        batch.put(handle, change.key(), change.value());
                    }
                }
                db.write(write, batch);
                return changes.size();
            }
        });
    }

    /** What lies under the key; null: nothing. */
    public byte @Nullable [] get(byte[] key) {
        byte[][] found = database.use(family, (db, handle, write) -> new byte[][] {db.get(handle, key)});
        return found[0];
    }

    /**
     * Shows what lies under keys that begin so, by key, as it was when this began; an empty prefix: everything. The
     * taker may write, here as well, but not close the store.
     */
    public void forEach(byte[] prefix, Consumer<Entry> taker) {
        database.use(family, (db, handle, write) -> {
            try (ReadOptions reading = new ReadOptions().setFillCache(false);
                    RocksIterator entries = db.newIterator(handle, reading)) {
                for (entries.seek(prefix);
                        entries.isValid() && Bytes.startsWith(entries.key(), prefix);
                        entries.next()) {
                    taker.accept(new Entry(entries.key(), entries.value()));
                }
                entries.status();
                return true;
            }
        });
    }

    /**
     * Some of those entries.
     *
     * @param after begin behind this key; null: at the first
     * @param most how many at most
     */
    public List<Entry> page(byte[] prefix, byte @Nullable [] after, int most) {
        return database.use(family, (db, handle, write) -> {
            try (ReadOptions reading = new ReadOptions().setFillCache(false);
                    RocksIterator entries = db.newIterator(handle, reading)) {
                List<Entry> page = new ArrayList<>();
                // Nothing lies between a key and the same with a zero behind it.
                entries.seek(after == null ? prefix : Arrays.copyOf(after, after.length + 1));
                while (entries.isValid() && page.size() < most && Bytes.startsWith(entries.key(), prefix)) {
                    page.add(new Entry(entries.key(), entries.value()));
                    entries.next();
                }
                entries.status();
                return page;
            }
        });
    }

    /** All of them as a list. */
    public List<Entry> all(byte[] prefix) {
        List<Entry> entries = new ArrayList<>();
        forEach(prefix, entries::add);
        return entries;
    }
}
