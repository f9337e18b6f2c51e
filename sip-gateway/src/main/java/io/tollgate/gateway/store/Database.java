package io.tollgate.gateway.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;

/**
 * The native database and its lifetime. A call into a closed one takes the whole process down, so that each use goes
 * through here: under a lock that uses share and closing has alone.
 *
 * <p>Safe for threads.
 */
final class Database implements AutoCloseable {
    private static final long WRITE_BUFFER_BYTES = 4 << 20;
    private static final long CACHE_BYTES = 8 << 20;
    /** A quiet column family must not keep the others' logs for ever. */
    private static final long LOG_BYTES = 32 << 20;

    /** What is done with the database. */
    @FunctionalInterface
    interface Use<T> {
        T in(RocksDB rocks, ColumnFamilyHandle family, WriteOptions writing) throws RocksDBException;
    }

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final LRUCache cache = new LRUCache(CACHE_BYTES);
    private final ColumnFamilyOptions familyOptions = new ColumnFamilyOptions()
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    private final DBOptions options = new DBOptions()
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setMaxTotalWalSize(LOG_BYTES)
            .setMaxOpenFiles(64)
            .setKeepLogFileNum(2)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
    /** The process may die and nothing is lost: the kernel has what was written. Only a power cut reaches further. */
    private final WriteOptions writing = new WriteOptions().setSync(false);

    private final Map<String, ColumnFamilyHandle> families = new LinkedHashMap<>();
    private final RocksDB rocks;
    private boolean closed;

    static {
        RocksDB.loadLibrary();
    }

    Database(Path directory, List<String> names) throws RocksDBException {
        List<ColumnFamilyDescriptor> wanted = new ArrayList<>();
        wanted.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions));
        names.forEach(name -> wanted.add(new ColumnFamilyDescriptor(Bytes.utf8(name), familyOptions)));
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            rocks = RocksDB.open(options, directory.toString(), wanted, handles);
        } catch (RocksDBException e) {
            closeOptions();
            throw e;
        }
        families.put("default", handles.get(0));
        for (int i = 0; i < names.size(); i++) {
            families.put(names.get(i), handles.get(i + 1));
        }
    }

    /** Throws {@link StoreFailed} where the database says no, or is closed. */
    <T> T use(String name, Use<T> use) {
        lock.readLock().lock();
        try {
            ColumnFamilyHandle family = families.get(name);
            if (closed || family == null) {
                throw new StoreFailed("the store is closed", null, false);
            }
            return use.in(rocks, family, writing);
        } catch (RocksDBException e) {
            throw new StoreFailed(String.valueOf(e.getMessage()), e, isDamage(e));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Roughly what lies on disk and in buffers. */
    long bytes() {
        long sum = 0;
        for (String name : families.keySet()) {
            sum += use(
                    name,
                    (db, family, write) -> db.getLongProperty(family, "rocksdb.total-sst-files-size")
                            + db.getLongProperty(family, "rocksdb.cur-size-all-mem-tables"));
        }
        return sum;
    }

    static boolean isDamage(RocksDBException e) {
        return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                families.values().forEach(ColumnFamilyHandle::close);
                rocks.close();
                closeOptions();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void closeOptions() {
        options.close();
        familyOptions.close();
        cache.close();
        writing.close();
    }
}
