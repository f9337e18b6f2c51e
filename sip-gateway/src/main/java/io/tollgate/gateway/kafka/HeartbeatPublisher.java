package io.tollgate.gateway.kafka;

import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vouches for this gateway's calls: a heartbeat at every beat and at every change of phase. Has a producer of its own, so
 * that a backlog of events does not hold heartbeats up; one that cannot be sent within the lease is given up.
 *
 * <p>{@link #enter} is for all threads; one thread of its own sends.
 */
public final class HeartbeatPublisher implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(HeartbeatPublisher.class);
    private static final String TOPIC = Topics.GATEWAYS.name();
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Serializer<SpecificRecord> serializer;
    private final GatewayIdentity gateway;
    private final OutboundMapping mapping;
    private final String sip;
    private final Duration lease;
    private final IntSupplier liveCalls;
    private final InstantSource clock;
    private final FaultLog faults = new FaultLog(LOGGER, "heartbeats");
    private final AtomicLong acknowledgedAtNanos = new AtomicLong();
    private final AtomicInteger lapses = new AtomicInteger();
    private final ScheduledExecutorService executor = Threads.scheduled("kafka-heartbeats");
    private volatile Phase phase = Phase.STARTING;
    private volatile boolean everAcknowledged;
    private volatile @Nullable Producer<byte[], byte[]> producer;

    HeartbeatPublisher(
            Supplier<Producer<byte[], byte[]>> producers,
            Serializer<SpecificRecord> serializer,
            GatewayIdentity gateway,
            String sip,
            Duration lease,
            IntSupplier liveCalls,
            InstantSource clock) {
        this.producers = producers;
        this.serializer = serializer;
        this.gateway = gateway;
        this.mapping = new OutboundMapping(gateway);
        this.sip = sip;
        this.lease = lease;
        this.liveCalls = liveCalls;
        this.clock = clock;
    }

    /**
     * Begins in phase STARTING; Kafka need not be there yet.
     *
     * @param sip advertised host and port
     * @param liveCalls asked at every beat, from this publisher's thread
     */
    public static HeartbeatPublisher start(
            KafkaSettings settings, GatewayIdentity gateway, String sip, IntSupplier liveCalls, InstantSource clock) {
        KafkaClients clients = new KafkaClients(settings, gateway.id());
        HeartbeatPublisher publisher = new HeartbeatPublisher(
                clients::heartbeatProducer, clients.serializer(), gateway, sip, settings.lease(), liveCalls, clock);
        publisher.begin(settings.heartbeat());
        return publisher;
    }

    void begin(Duration pause) {
        // Not at a fixed rate: what was missed while Kafka was away would come all at once.
        executor.scheduleWithFixedDelay(this::beat, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The gateway is in this phase from now on; told at once. After close nothing is told any more. */
    public void enter(Phase next) {
        phase = next;
        try {
            executor.execute(this::beat);
        } catch (RejectedExecutionException closed) {
            LOGGER.atDebug().addKeyValue("phase", next).log("not told, heartbeats have ended");
        }
    }

    /** How long Kafka has had no heartbeat; null: it never had one. */
    public @Nullable Duration sinceAcknowledged() {
        return everAcknowledged ? Duration.ofNanos(System.nanoTime() - acknowledgedAtNanos.get()) : null;
    }

    /** How often Kafka had no heartbeat for so long that others may have taken this gateway for dead. */
    public int lapses() {
        return lapses.get();
    }

    /** What keeps heartbeats from Kafka now; null: nothing. */
    public @Nullable String fault() {
        return faults.current();
    }

    private void beat() {
        try {
            Producer<byte[], byte[]> current = producer;
            if (current == null) {
                current = producers.get();
                producer = current;
            }
            byte[] key = gateway.id().getBytes(StandardCharsets.UTF_8);
            byte[] value =
                    serializer.serialize(TOPIC, mapping.heartbeat(phase, sip, lease, liveCalls.getAsInt(), now()));
            current.send(new ProducerRecord<>(TOPIC, key, value), (metadata, failure) -> answered(failure));
        } catch (KafkaException fault) {
            faults.fault(fault);
        } catch (RuntimeException bug) {
            // A scheduled task that throws is never run again, and then the gateway's calls would be given up.
            LOGGER.atError().setCause(bug).log("heartbeat not made");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** On the producer's thread, or on ours. */
    private synchronized void answered(@Nullable Exception failure) {
        if (failure == null) {
            long now = System.nanoTime();
            // Others adopt its calls at nine tenths of its lease.
            if (everAcknowledged && now - acknowledgedAtNanos.get() > lease.toNanos() / 10 * 8) {
                lapses.incrementAndGet();
            }
            acknowledgedAtNanos.set(now);
            everAcknowledged = true;
            faults.cleared();
        } else {
            faults.fault(failure);
        }
    }

    /** Says STOPPED and ends; to be closed after the events, which it vouches for. */
    @Override
    public void close() {
        if (executor.isShutdown()) {
            return;
        }
        enter(Phase.STOPPED);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
        Producer<byte[], byte[]> last = producer;
        if (last != null) {
            last.close(PATIENCE_AT_CLOSE);
        }
    }
}
