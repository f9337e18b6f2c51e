package io.tollgate.gateway.kafka;

import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.CallEventSink;
import io.tollgate.gateway.store.GatewayStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes call events from the shards and gets them to Kafka in the order in which they came, however long Kafka is away
 * and over restarts of the gateway: accounts are decided by these, so none may overtake another and none is given up
 * while there is room.
 *
 * <p>{@link #publish} is for all threads and never waits. Two threads of its own: one hands on and writes to the disk,
 * one sends. Bounded: events that Kafka has not acknowledged count, on disk and in memory, and beyond the bound new ones
 * are refused and counted. Who would begin calls asks {@link #nearlyFull} first, so that what runs already can be told
 * to its end.
 *
 * <p>When nothing moves, {@code accepted = acknowledged + rejected + waiting}; what was found on the disk at the start
 * was accepted then.
 */
public final class EventPublisher implements CallEventSink, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventPublisher.class);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);
    /** Some seconds of a busy gateway in memory; what waits longer waits on the disk alone. */
    private static final int WINDOW_EVENTS = 10_000;

    private final int bound;
    private final int nearlyFull;
    private final GatewayStore store;
    private final EventCounts counts = new EventCounts();
    private final EventSpooler spooler;
    private final EventSender sender;
    private final ExecutorService spooling = Threads.single("event-spool");
    private final ExecutorService sending = Threads.single("kafka-events");
    private volatile boolean closing;

    EventPublisher(
            Supplier<Producer<byte[], byte[]>> producers,
            Serializer<SpecificRecord> serializer,
            GatewayIdentity gateway,
            int bound,
            GatewayStore store) {
        this.bound = bound;
        this.store = store;
        this.nearlyFull = bound - bound / 10;
        EventSpool spool = new EventSpool(store, WINDOW_EVENTS);
        counts.found(Math.toIntExact(spool.found()));
        this.sender = new EventSender(producers, serializer, spool, counts);
        this.spooler = new EventSpooler(new OutboundMapping(gateway), spool, counts, sender::wake);
    }

    /** Begins with what a former life left in the store; Kafka need not be there yet. */
    public static EventPublisher start(KafkaSettings settings, GatewayIdentity gateway, GatewayStore store) {
        KafkaClients clients = new KafkaClients(settings, gateway.id());
        EventPublisher publisher =
                new EventPublisher(clients::eventProducer, clients.serializer(), gateway, settings.eventQueue(), store);
        publisher.begin();
        return publisher;
    }

    void begin() {
        spooling.execute(spooler::work);
        sending.execute(sender::work);
    }

    @Override
    public boolean publish(CallEvent event) {
        if (closing) {
            counts.dropped.increment();
            return false;
        }
        if (!counts.accept(bound)) {
            return false;
        }
        spooler.offer(event);
        return true;
    }

    /** Whether nine tenths of the room are taken: the rest is for calls that run already. */
    public boolean nearlyFull() {
        return counts.waiting.get() >= nearlyFull;
    }

    /** Events taken and not yet acknowledged, on disk and in memory. */
    public int waiting() {
        return counts.waiting.get();
    }

    /** Events on the disk: what waits, and for a moment what Kafka has. */
    public long stored() {
        return store.events().size();
    }

    /** Events taken, those that were found on the disk too. */
    public long accepted() {
        return counts.accepted.sum();
    }

    /** Events that Kafka has. */
    public long acknowledged() {
        return counts.acknowledged.sum();
    }

    /** Events taken that Kafka refused for good (too large, no permission), or that the disk lost. */
    public long rejected() {
        return counts.rejected.sum();
    }

    /** Events not taken because too many waited: what Streams knows is incomplete from then on. */
    public long dropped() {
        return counts.dropped.sum();
    }

    /** How long the oldest event waits for Kafka; null: none does. */
    public @Nullable Duration oldest() {
        Instant since = sender.oldest();
        return since == null ? null : Duration.between(since, Instant.now());
    }

    /** What keeps events from Kafka, or from the disk, now; null: nothing. */
    public @Nullable String fault() {
        String sending = sender.fault();
        return sending == null ? spooler.fault() : sending;
    }

    /** Takes no more, and gives Kafka a few seconds to take what waits; the rest stays on the disk. */
    @Override
    public void close() {
        closing = true;
        spooler.finish();
        end(spooling);
        sender.finish();
        end(sending);
        if (counts.waiting.get() > 0) {
            LOGGER.atWarn()
                    .addKeyValue("events", counts.waiting.get())
                    .log("closed with events that Kafka does not have; they go out after the next start");
        }
    }

    private static void end(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
                if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                    LOGGER.atWarn().log("a thread for events does not end");
                }
            }
        } catch (InterruptedException stopped) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
