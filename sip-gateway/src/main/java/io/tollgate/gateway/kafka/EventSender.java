package io.tollgate.gateway.kafka;

import io.tollgate.CallEvent;
import io.tollgate.gateway.store.StoreFailed;
import io.tollgate.schemas.serde.RegistryRefusal;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is spooled, in its order, however long Kafka is away. Only this thread waits for Kafka.
 *
 * <p>{@link #work} is the sending thread's; the rest is for all.
 */
final class EventSender {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventSender.class);
    private static final String TOPIC = Topics.CALL_EVENTS.name();
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Serializer<SpecificRecord> serializer;
    private final EventSpool spool;
    private final EventsInFlight flight;
    private final EventCounts counts;
    private final FaultLog faults = new FaultLog(LOGGER, "events");
    private final ProgressWatch progress = new ProgressWatch(faults);
    private volatile @Nullable Thread worker;
    private volatile boolean idle;
    private volatile boolean finishing;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean warm;
    private @Nullable Exception refusedAtOnce;

    /** Why Kafka's answer to an event that was on its way was that we may not. */
    private volatile @Nullable KafkaException forbidden;

    private long settledWhenForbidden = -1;

    EventSender(
            Supplier<Producer<byte[], byte[]>> producers,
            Serializer<SpecificRecord> serializer,
            EventSpool spool,
            EventCounts counts) {
        this.producers = producers;
        this.serializer = serializer;
        this.spool = spool;
        this.counts = counts;
        this.flight = new EventsInFlight(spool, counts);
    }

    /** There is something to be sent. */
    void wake() {
        if (idle) {
            LockSupport.unpark(worker);
        }
    }

    /** Ends when all is sent, or Kafka takes no more: what waits is on the disk. */
    void finish() {
        finishing = true;
        LockSupport.unpark(worker);
    }

    @Nullable
    String fault() {
        return faults.current();
    }

    /** When the oldest event that Kafka does not have happened; null: none waits. */
    @Nullable
    Instant oldest() {
        return flight.oldest();
    }

    void work() {
        worker = Thread.currentThread();
        try {
            while (!Thread.currentThread().isInterrupted() && !(finishing && !hasNext())) {
                try {
                    step();
                    progress.look(counts.waiting.get(), counts.settled());
                } catch (InterruptException stopped) {
                    throw stopped;
                } catch (StoreFailed failed) {
                    unreadable(failed);
                } catch (KafkaException passing) {
                    faults.fault(passing);
                    if (finishing && spool.unwritten() == 0) {
                        return;
                    }
                    LockSupport.parkNanos(RETRY_NANOS);
                } catch (RuntimeException bug) {
                    giveUpFirst(bug);
                }
            }
            if (producer != null) {
                producer.flush();
            }
        } catch (InterruptException stopped) {
            LOGGER.atDebug().log("stopped while events wait");
        } finally {
            discardProducer();
            forgetSettled();
        }
    }

    private boolean hasNext() {
        return flight.againFirst() != null || spool.hasNext();
    }

    private void unreadable(StoreFailed failed) {
        faults.fault(failed);
        if (failed.isDamage()) {
            long lost = spool.passOver();
            counts.rejected(lost);
            LOGGER.atError()
                    .setCause(failed)
                    .addKeyValue("events", lost)
                    .log("events that waited on the disk are lost");
        } else {
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    /** An event that cannot be told must not keep the others back for ever. */
    private void giveUpFirst(RuntimeException bug) {
        LOGGER.atError().setCause(bug).log("an event could not be sent and is lost");
        try {
            SpooledEvent first = first();
            if (first != null) {
                flight.settle(first, bug);
                taken(first);
            }
        } catch (RuntimeException unreadable) {
            faults.fault(unreadable);
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private @Nullable SpooledEvent first() {
        SpooledEvent again = flight.againFirst();
        return again == null ? spool.peek() : again;
    }

    private void taken(SpooledEvent event) {
        if (!flight.take(event)) {
            spool.remove();
        }
    }

    private void step() {
        beAllowed();
        SpooledEvent first = first();
        flight.look(first);
        Producer<byte[], byte[]> ready = ready();
        if (first == null) {
            idle = true;
            if (!hasNext() && !finishing) {
                LockSupport.parkNanos(flight.isEmpty() ? IDLE_NANOS : EventsInFlight.PAUSE_NANOS);
            }
            idle = false;
            return;
        }
        send(ready, first);
        taken(first);
    }

    /** A right that was taken away can be given back: what was on its way goes again by the next producer. */
    private void beAllowed() {
        KafkaException refusal = forbidden;
        if (refusal != null) {
            forbidden = null;
            settledWhenForbidden = counts.settled();
            discardProducer();
            throw refusal;
        }
    }

    private void send(Producer<byte[], byte[]> ready, SpooledEvent spooled) {
        CallEvent event = spooled.event() == null ? spool.again(spooled.index) : spooled.event();
        byte[] value;
        try {
            value = event == null ? null : serializer.serialize(TOPIC, event);
        } catch (RegistryRefusal | RetriableException passing) {
            throw passing;
        } catch (SerializationException bug) {
            lost(spooled, event, bug);
            return;
        }
        if (event == null) {
            lost(spooled, null, new SerializationException("the disk does not give it back"));
            return;
        }
        byte[] key = event.getAccount().getBytes(StandardCharsets.UTF_8);
        refusedAtOnce = null;
        try {
            EventsInFlight.Life life = flight.life();
            ready.send(new ProducerRecord<>(TOPIC, key, value), (metadata, failure) -> {
                // Without metadata or buffer the producer says no before send returns; the event is still ours then.
                if (failure != null && Thread.currentThread() == worker) {
                    refusedAtOnce = failure;
                } else if (isForbidden(failure) && life.lasts()) {
                    forbidden = (KafkaException) failure;
                    wake();
                } else if (failure == null || life.lasts()) {
                    flight.settle(spooled, failure);
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
            lost(spooled, event, refusal);
        } else if (refusal != null) {
            // No metadata, no buffer, no permission: whoever runs Kafka can mend that, and the event is still here.
            throw refusal instanceof KafkaException kafka ? kafka : new KafkaException(refusal);
        }
    }

    private static boolean isForbidden(@Nullable Exception failure) {
        return failure instanceof AuthorizationException || failure instanceof AuthenticationException;
    }

    private void lost(SpooledEvent spooled, @Nullable CallEvent event, Exception why) {
        LOGGER.atError()
                .setCause(why)
                .addKeyValue("callId", event == null ? null : event.getCallId())
                .log("event not sent and lost");
        flight.settle(spooled, why);
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
            serializer.serialize(TOPIC, OutboundMapping.sample());
            warm = true;
            if (counts.settled() != settledWhenForbidden) { // else only an event that is taken shows that we may
                faults.cleared();
            }
        }
        return current;
    }

    private void discardProducer() {
        Producer<byte[], byte[]> current = producer;
        producer = null;
        if (current != null) {
            // Interrupted or broken: nothing more will be sent by it, and what it had goes out again by the next.
            boolean interrupted = Thread.interrupted();
            flight.life().end();
            current.close(Duration.ZERO);
            flight.again();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void forgetSettled() {
        try {
            flight.dropSettled();
        } catch (StoreFailed failed) {
            faults.fault(failed);
        }
    }
}
