package io.tollgate.gateway.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway's own disk storage: a small database under its data directory. It is there for the day on which Kafka is
 * away and the gateway is started anew; on all other days it is written and not read.
 *
 * <p>A write is handed to the kernel and not awaited on the disk: it outlives {@code kill -9}, while a power cut may take
 * about the last second with it. What cannot be opened is put aside and begun afresh, since a gateway without its copy
 * is worth more than none.
 *
 * <p>Safe for threads; after {@link #close} everything throws {@link StoreFailed}.
 */
public final class GatewayStore implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(GatewayStore.class);
    private static final String DAMAGED = ".damaged";

    /** What is kept by key. */
    public enum Kind {
        /** Copies of what the topics told: accounts, blacklist, terminations. */
        VIEWS,
        /** Live calls. */
        DIALOGS,
        /** What the store must know about itself: schemas, marks. */
        META;

        String family() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As the C library says it. */
    private static final List<String> NOT_THE_STORES =
            List.of("No space left", "Permission denied", "Too many open files", "Cannot allocate memory");

    private final Database database;
    private final EventLog events;

    private GatewayStore(Database database) {
        this.database = database;
        try {
            this.events = new EventLog(database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Opens what lies there, or begins it. A damaged one is moved to {@code NAME.damaged}, in place of an earlier one.
     *
     * @throws IOException if the directory cannot be written or somebody else has it open
     */
    public static GatewayStore open(Path directory) throws IOException {
        Files.createDirectories(directory);
        try {
            return opened(directory);
        } catch (RocksDBException e) {
            if (isNoDamage(e)) {
                throw new IOException(e.getMessage(), e);
            }
            return afresh(directory, e);
        } catch (StoreFailed e) {
            if (!e.isDamage()) {
                throw new IOException(e.getMessage(), e);
            }
            return afresh(directory, e);
        }
    }

    private static GatewayStore opened(Path directory) throws RocksDBException {
        List<String> families = new ArrayList<>(List.of(EventLog.FAMILY));
        for (Kind kind : Kind.values()) {
            families.add(kind.family());
        }
        return new GatewayStore(new Database(directory, families));
    }

    /** Another process has it, there is no room, or we may not: what lies there may be as good as ever. */
    private static boolean isNoDamage(RocksDBException e) {
        Status status = e.getStatus();
        if (status == null || status.getCode() != Status.Code.IOError) {
            return false;
        }
        String message = String.valueOf(e.getMessage());
        return status.getSubCode() == Status.SubCode.NoSpace
                || NOT_THE_STORES.stream().anyMatch(message::contains)
                || message.toLowerCase(Locale.ROOT).contains("lock ");
    }

    private static GatewayStore afresh(Path directory, Exception damage) throws IOException {
        Path aside = directory.resolveSibling(directory.getFileName() + DAMAGED);
        LOGGER.atError()
                .setCause(damage)
                .addKeyValue("store", directory)
                .addKeyValue("movedTo", aside)
                .log("the gateway's own store cannot be read: events that waited in it and its copies are lost to it");
        delete(aside);
        Files.move(directory, aside);
        Files.createDirectories(directory);
        try {
            return opened(directory);
        } catch (RocksDBException | StoreFailed e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException fault) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Events that wait for Kafka. */
    public EventLog events() {
        return events;
    }

    /** What is kept of that kind. */
    public KeyedRecords records(Kind kind) {
        return new KeyedRecords(database, kind.family());
    }

    /** Roughly how much of the disk it takes. */
    public long bytes() {
        return database.bytes();
    }

    /** Waits for uses that run. */
    @Override
    public void close() {
        database.close();
    }
}
