package io.tollgate.gateway.kafka;

import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.CallEventSink;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.schemas.serde.RegistryRefusal;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes call events from the shards and gets them to Kafka in the order in which they came, however long Kafka is away:
 * accounts are decided by these, so none may overtake another and none is given up while there is room.
 *
 * <p>{@link #publish} is for all threads and never waits. One thread of its own maps, serialises and sends; only that one
 * blocks. Bounded: events that Kafka has not acknowledged count, and beyond the bound new ones are refused and counted.
 *
 * <p>When nothing moves, {@code accepted = acknowledged + rejected + waiting}.
 */
public final class EventPublisher implements CallEventSink, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventPublisher.class);
    private static final String TOPIC = Topics.CALL_EVENTS.name();
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Serializer<SpecificRecord> serializer;
    private final OutboundMapping mapping;
    private final int bound;
    private final Queue<CallEvent> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final FaultLog faults = new FaultLog(LOGGER, "events");
    private final ProgressWatch progress = new ProgressWatch(faults);
    private final ExecutorService executor = Threads.single("kafka-events");
    private volatile @Nullable Thread worker;
    private volatile boolean idle;
    private volatile boolean closing;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean warm;
    private @Nullable Exception refusedAtOnce;

    EventPublisher(
            Supplier<Producer<byte[], byte[]>> producers,
            Serializer<SpecificRecord> serializer,
            GatewayIdentity gateway,
            int bound) {
        this.producers = producers;
        this.serializer = serializer;
        this.mapping = new OutboundMapping(gateway);
        this.bound = bound;
    }

    /** Begins; Kafka need not be there yet. */
    public static EventPublisher start(KafkaSettings settings, GatewayIdentity gateway) {
        KafkaClients clients = new KafkaClients(settings, gateway.id());
        EventPublisher publisher =
                new EventPublisher(clients::eventProducer, clients.serializer(), gateway, settings.eventQueue());
        publisher.begin();
        return publisher;
    }

    void begin() {
        executor.execute(this::work);
    }

    @Override
    public boolean publish(CallEvent event) {
        if (closing) {
            dropped.increment();
            return false;
        }
        if (waiting.incrementAndGet() > bound) {
            waiting.decrementAndGet();
            dropped.increment();
            return false;
        }
        accepted.increment();
        queue.add(event);
        if (idle) {
            LockSupport.unpark(worker);
        }
        return true;
    }

    /** Events taken and not yet acknowledged. */
    public int waiting() {
        return waiting.get();
    }

    /** Events taken. */
    public long accepted() {
        return accepted.sum();
    }

    /** Events that Kafka has. */
    public long acknowledged() {
        return acknowledged.sum();
    }

    /** Events taken that Kafka refused for good: too large, no permission. */
    public long rejected() {
        return rejected.sum();
    }

    /** Events not taken because too many waited: what Streams knows is incomplete from then on. */
    public long dropped() {
        return dropped.sum();
    }

    /** What keeps events from Kafka now; null: nothing. */
    public @Nullable String fault() {
        return faults.current();
    }

    private void work() {
        worker = Thread.currentThread();
        try {
            while (!closing || !queue.isEmpty()) {
                try {
                    step();
                    progress.look(waiting.get(), acknowledged.sum() + rejected.sum());
                } catch (InterruptException stopped) {
                    throw stopped;
                } catch (KafkaException passing) {
                    faults.fault(passing);
                    LockSupport.parkNanos(RETRY_NANOS);
                } catch (RuntimeException bug) {
                    giveUpFirst(bug);
                }
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
            if (producer != null) {
                producer.flush();
            }
        } catch (InterruptException stopped) {
            LOGGER.atDebug().log("stopped while events wait");
        } finally {
            discardProducer();
        }
    }

    /** An event that cannot be told must not keep the others back for ever. */
    private void giveUpFirst(RuntimeException bug) {
        LOGGER.atError().setCause(bug).log("an event could not be written and is lost");
        if (queue.poll() != null) {
            rejected.increment();
            waiting.decrementAndGet();
        }
    }

    private void step() {
        Producer<byte[], byte[]> ready = ready();
        CallEvent event = queue.peek();
        if (event == null) {
            idle = true;
            if (queue.isEmpty() && !closing) {
                LockSupport.parkNanos(IDLE_NANOS);
            }
            idle = false;
            return;
        }
        send(ready, event);
        queue.remove();
    }

    private void send(Producer<byte[], byte[]> ready, CallEvent event) {
        byte[] value;
        try {
            value = serializer.serialize(TOPIC, mapping.event(event));
        } catch (RegistryRefusal | RetriableException passing) {
            throw passing;
        } catch (SerializationException bug) {
            LOGGER.atError()
                    .setCause(bug)
                    .addKeyValue("callId", event.call().callId())
                    .log("event not written");
            settled(bug);
            return;
        }
        byte[] key = event.call().account().getBytes(StandardCharsets.UTF_8);
        refusedAtOnce = null;
        try {
            ready.send(new ProducerRecord<>(TOPIC, key, value), (metadata, failure) -> {
                // Without metadata or buffer the producer says no before send returns; the event is still ours then.
                if (failure != null && Thread.currentThread() == worker) {
                    refusedAtOnce = failure;
                } else {
                    settled(failure);
                }
            });
        } catch (ApiException | InterruptException passing) {
            throw passing;
        } catch (KafkaException broken) {
            discardProducer();
            throw broken;
        }
        Exception refusal = refusedAtOnce;
        if (refusal instanceof RecordTooLargeException) {
            LOGGER.atError()
                    .setCause(refusal)
                    .addKeyValue("callId", event.call().callId())
                    .log("event refused");
            settled(refusal);
        } else if (refusal != null) {
            // No metadata, no buffer, no permission: whoever runs Kafka can mend that, and the event is still here.
            throw refusal instanceof KafkaException kafka ? kafka : new KafkaException(refusal);
        }
    }

    private void settled(@Nullable Exception failure) {
        if (failure == null) {
            acknowledged.increment();
        } else {
            rejected.increment();
            LOGGER.atDebug().setCause(failure).log("event rejected");
        }
        waiting.decrementAndGet();
    }

    /** A producer that knows the topic, and a serializer that knows the schema: the first call shall not wait for them. */
    private Producer<byte[], byte[]> ready() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            current = producers.get();
            producer = current;
            warm = false;
        }
        if (!warm) {
            current.partitionsFor(TOPIC);
            serializer.serialize(TOPIC, mapping.event(sample()));
            warm = true;
            faults.cleared();
        }
        return current;
    }

    private static CallEvent sample() {
        CallFacts nobody = new CallFacts("", "", "", Direction.OUTBOUND, "", "", "", "");
        return new CallEvent(nobody, 0, Identity.CLAIMED, Instant.EPOCH, new Happening.Answered());
    }

    private void discardProducer() {
        Producer<byte[], byte[]> current = producer;
        producer = null;
        if (current != null) {
            // Interrupted or broken: nothing more will be sent by it.
            boolean interrupted = Thread.interrupted();
            current.close(Duration.ZERO);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes no more, and gives Kafka a few seconds to take what waits. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(worker);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
                if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                    LOGGER.atWarn().log("the events' thread does not end");
                }
            }
        } catch (InterruptedException stopped) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
        if (waiting.get() > 0) {
            LOGGER.atWarn().addKeyValue("events", waiting.get()).log("closed with events that Kafka does not have");
        }
    }
}
