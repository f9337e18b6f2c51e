package io.tollgate.gateway.store;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;

/**
 * What waits to be told, in the order in which it came, over restarts. Each entry has an index, one more than the one
 * before; entries leave from the front only.
 *
 * <p>One thread appends; any may read and drop. A call costs a write to the log of the database, not a wait for the disk:
 * what was appended outlives the process, and of a power cut all but about the last second.
 */
public final class EventLog {
    static final String FAMILY = "events";

    /**
     * One entry.
     *
     * @param body belongs to the reader
     */
    public record Entry(long index, byte[] body) {}

    private final Database database;
    private volatile long first;
    private volatile long next;

    EventLog(Database database) {
        this.database = database;
        long[] ends = database.use(FAMILY, (db, family, write) -> {
            try (RocksIterator all = db.newIterator(family)) {
                all.seekToFirst();
                all.status();
                if (!all.isValid()) {
                    return new long[] {0, 0};
                }
                long begin = Bytes.index(all.key());
                all.seekToLast();
                all.status();
                return new long[] {begin, Bytes.index(all.key()) + 1};
            }
        });
        this.first = ends[0];
        this.next = ends[1];
    }

    /** The index of the oldest entry; equal to {@link #next} where there is none. */
    public long first() {
        return first;
    }

    /** The index that the next entry will have. */
    public long next() {
        return next;
    }

    /** How many entries wait. */
    public long size() {
        return next - first;
    }

    /**
     * Adds all of these or none.
     *
     * @return the index of the first of them
     * @throws StoreFailed if the disk takes nothing
     */
    public synchronized long append(List<byte[]> bodies) {
        long at = next;
        database.use(FAMILY, (db, family, write) -> {
            try (WriteBatch batch = new WriteBatch()) {
                long index = at;
                for (byte[] body : bodies) {
                    batch.put(family, Bytes.index(index++), body);
                }
                db.write(write, batch);
                return index;
            }
        });
        next = at + bodies.size();
        return at;
    }

    /** Passes one index over, if there are no entries. Returns whether it did. */
    public synchronized boolean skip() {
        boolean empty = first == next;
        if (empty) {
            long passed = next + 1;
            next = passed;
            first = passed;
        }
        return empty;
    }

    /**
     * The entries from that index on, in order.
     *
     * @param most how many at most
     */
    public List<Entry> read(long from, int most) {
        long begin = Math.max(from, first);
        // Without a lower bound the iterator would walk over all that was dropped.
        return database.use(FAMILY, (db, family, write) -> {
            try (Slice least = new Slice(Bytes.index(begin));
                    ReadOptions reading = new ReadOptions().setIterateLowerBound(least);
                    RocksIterator entries = db.newIterator(family, reading)) {
                List<Entry> read = new ArrayList<>();
                for (entries.seekToFirst(); entries.isValid() && read.size() < most; entries.next()) {
                    read.add(new Entry(Bytes.index(entries.key()), entries.value()));
                }
                entries.status();
                return read;
            }
        });
    }

    /** Drops the entries before that index. */
    public synchronized void dropBefore(long index) {
        long from = first;
        long end = Math.min(index, next);
        if (end <= from) {
            return;
        }
        database.use(FAMILY, (db, family, write) -> {
            db.deleteRange(family, write, Bytes.index(from), Bytes.index(end));
            return end;
        });
        first = end;
    }
}
