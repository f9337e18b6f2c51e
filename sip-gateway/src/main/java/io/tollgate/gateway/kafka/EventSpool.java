package io.tollgate.gateway.kafka;

import io.tollgate.CallEvent;
import io.tollgate.gateway.store.EventLog;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.gateway.store.StoreFailed;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events between the queue and Kafka, in one order, in memory and on the disk. A sender that keeps up takes them from
 * memory and never waits for the disk; one that does not, because Kafka is away, reads them from there, so that memory
 * holds no more than a window of them.
 *
 * <p>One thread puts in and writes, another takes out; both at once.
 */
final class EventSpool {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventSpool.class);
    private static final String TOPIC = Topics.CALL_EVENTS.name();
    private static final int WRITTEN_AT_ONCE = 1_000;
    private static final int READ_AT_ONCE = 500;
    /** A disk that fails is to be noticed before it is needed: so often something is written, needed or not. */
    private static final long TRIED_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** An event that cannot be written keeps its place, so that indices have no holes. */
    private static final byte[] NOTHING = {};

    private final EventLog log;
    private final AvroSerializer<CallEvent> writer;
    private final AvroDeserializer<CallEvent> reader;
    private final int windowEvents;

    /** To be sent next, without a gap up to {@link #next}; under this object's lock, as all below. */
    private final ArrayDeque<SpooledEvent> window = new ArrayDeque<>();

    /** The newest events, which the disk does not have yet. */
    private final ArrayDeque<SpooledEvent> unwritten = new ArrayDeque<>();

    /** The first index that was never in the window. */
    private long next;

    /** The index of the next event that comes. */
    private long end;

    /** The writing thread's own. */
    private long writtenAtNanos = System.nanoTime() - TRIED_NANOS;

    EventSpool(GatewayStore store, int windowEvents) {
        this.log = store.events();
        this.windowEvents = windowEvents;
        StoredSchemas schemas = new StoredSchemas(store, "events");
        this.writer = new AvroSerializer<>(schemas);
        this.reader = new AvroDeserializer<>(CallEvent.class, schemas);
        this.next = log.first();
        this.end = log.next();
    }

    /** How many a former life left. */
    long found() {
        return log.size();
    }

    /** Puts events at the end: they can be sent from now on, and are to be written soon. */
    synchronized void add(List<CallEvent> events) {
        for (CallEvent event : events) {
            SpooledEvent spooled = new SpooledEvent(end++, event);
            unwritten.add(spooled);
            if (next == spooled.index && window.size() < windowEvents) {
                window.add(spooled);
                next++;
            }
        }
    }

    /**
     * Writes some of what neither the disk nor Kafka has; throws {@link StoreFailed} and keeps them if the disk takes
     * nothing.
     */
    void write() {
        List<SpooledEvent> batch = new ArrayList<>();
        synchronized (this) {
            passSettled();
            Iterator<SpooledEvent> each = unwritten.iterator();
            while (each.hasNext() && batch.size() < WRITTEN_AT_ONCE) {
                batch.add(each.next());
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        writtenAtNanos = System.nanoTime() - TRIED_NANOS; // stays so where that throws
        log.append(batch.stream().map(this::body).toList());
        writtenAtNanos = System.nanoTime();
        synchronized (this) {
            batch.forEach(written -> unwritten.remove());
        }
    }

    /** What Kafka has need not be written, as long as nothing before it is on the disk; but for one to try that with. */
    private void passSettled() {
        int kept = System.nanoTime() - writtenAtNanos < TRIED_NANOS ? 0 : 1;
        while (unwritten.size() > kept && unwritten.peek().isSettled() && log.skip()) {
            unwritten.remove();
        }
    }

    /** How many events the disk does not have yet. */
    synchronized int unwritten() {
        return unwritten.size();
    }

    private byte[] body(SpooledEvent spooled) {
        CallEvent event = spooled.event();
        try {
            byte[] body = event == null ? null : writer.serialize(TOPIC, event);
            return body == null ? NOTHING : body;
        } catch (SerializationException bug) {
            LOGGER.atError().setCause(bug).addKeyValue("index", spooled.index).log("event not written to the disk");
            return NOTHING;
        }
    }

    /** Whether {@link #peek} has something. */
    synchronized boolean hasNext() {
        return !window.isEmpty() || next < end;
    }

    /** The next to be sent; null: none waits. */
    @Nullable
    SpooledEvent peek() {
        long from;
        synchronized (this) {
            if (window.isEmpty() && next >= end - unwritten.size()) {
                // The disk has no more of them, whatever keeps it from being written.
                for (SpooledEvent spooled : unwritten) {
                    if (spooled.index == next && window.size() < windowEvents) {
                        window.add(spooled);
                        next++;
                    }
                }
            }
            if (!window.isEmpty() || next >= end) {
                return window.peek();
            }
            from = next;
        }
        List<SpooledEvent> read = read(from);
        synchronized (this) {
            window.addAll(read);
            next = from + read.size();
            return window.peek();
        }
    }

    /** Takes what {@link #peek} showed. */
    synchronized void remove() {
        window.remove();
    }

    private List<SpooledEvent> read(long from) {
        long written = log.next();
        List<SpooledEvent> events = new ArrayList<>();
        for (EventLog.Entry entry : log.read(from, READ_AT_ONCE)) {
            // Entries that are not there were lost by the disk; their places are told as unreadable.
            while (from + events.size() < entry.index()) {
                events.add(new SpooledEvent(from + events.size(), null));
            }
            events.add(new SpooledEvent(entry.index(), event(entry)));
        }
        if (events.isEmpty()) {
            for (long index = from; index < written; index++) {
                events.add(new SpooledEvent(index, null));
            }
        }
        return events;
    }

    private @Nullable CallEvent event(EventLog.Entry entry) {
        try {
            return reader.deserialize(TOPIC, entry.body());
        } catch (SerializationException unreadable) {
            LOGGER.atError()
                    .setCause(unreadable)
                    .addKeyValue("index", entry.index())
                    .log("an event that waited on the disk cannot be read");
            return null;
        }
    }

    /** The event once more, after it was let go; null: it cannot be read. */
    @Nullable
    CallEvent again(long index) {
        try {
            for (EventLog.Entry entry : log.read(index, 1)) {
                if (entry.index() == index) {
                    return event(entry);
                }
            }
        } catch (StoreFailed failed) {
            if (!failed.isDamage()) {
                throw failed;
            }
        }
        return null;
    }

    /** Gives up all that waits on the disk but cannot be read from it. Returns how many there were. */
    synchronized long passOver() {
        long lost = Math.max(0, end - unwritten.size() - next);
        next += lost;
        return lost;
    }

    /** Whether the disk has it, so that memory need not. */
    boolean isWritten(SpooledEvent event) {
        return event.index < log.next();
    }

    /** Drops what was settled from the front of the disk. */
    void dropBefore(long index) {
        log.dropBefore(index);
    }

    /** How many events are on the disk before that index. */
    long droppable(long index) {
        return Math.min(index, log.next()) - log.first();
    }
}
