package io.tollgate.gateway.kafka;

import io.tollgate.GatewayHeartbeat;
import io.tollgate.GatewayPhase;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.journal.Neighbours;
import io.tollgate.gateway.journal.Neighbours.Orphan;
import io.tollgate.gateway.journal.Neighbours.Standing;
import io.tollgate.gateway.journal.Places;
import io.tollgate.gateway.journal.SnapshotForm;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the other gateways' heartbeats, and adopts the calls of one that has fallen silent: with their journal's own
 * transactions, so that of two gateways that try one succeeds, and the dead one, should it live after all, is shut out.
 *
 * <p>One thread of its own does all of it.
 */
public final class Adopter implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Adopter.class);
    private static final String TOPIC = Topics.GATEWAYS.name();
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int BATCH = 1_000;
    private static final Duration CLOCKS_APART = Duration.ofSeconds(10);
    private static final long WAIT_FOR_OTHERS_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final String self;
    private final DialogTopic topic;
    private final Deserializer<GatewayHeartbeat> heartbeats;
    private final PastTerminations terminations;
    private final DialogJournal journal;
    private final CallHands calls;
    private final BooleanSupplier serving;
    private final Places places;
    private final Neighbours neighbours;
    private final LongAdder adopted = new LongAdder();
    private final ExecutorService executor = Threads.single("kafka-gateways");

    /** Adopted calls that were not told yet what was ordered before. This thread's alone, as what follows. */
    private final Map<String, CallSnapshot> untold = new HashMap<>();

    /** Since when they are to be told. */
    private Instant untoldSince = Instant.MAX;

    /** Calls whose transaction ended nobody knows how. */
    private final Map<String, CallSnapshot> doubtful = new HashMap<>();

    /** Who need not be tried before then. */
    private final Map<String, Long> notBeforeNanos = new HashMap<>();

    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile boolean closing;

    private Adopter(
            KafkaSettings settings,
            GatewayIdentity self,
            SnapshotForm form,
            InstantSource clock,
            DialogJournal journal,
            CallHands calls,
            BooleanSupplier serving,
            Places places) {
        this.clients = new KafkaClients(settings, self.id());
        this.self = self.id();
        this.topic = DialogTopic.of(clients, self, form, clock);
        this.heartbeats = clients.deserializer(GatewayHeartbeat.class);
        this.terminations =
                new PastTerminations(clients::viewConsumer, clients.deserializer(io.tollgate.Termination.class));
        this.journal = journal;
        this.calls = calls;
        this.serving = serving;
        this.places = places;
        this.neighbours = new Neighbours(self.id(), settings.heartbeat());
    }

    /**
     * Begins to listen; Kafka need not be there yet.
     *
     * @param serving whether this gateway can take calls of others
     * @param places told where the others are
     */
    public static Adopter start(
            KafkaSettings settings,
            GatewayIdentity self,
            SnapshotForm form,
            InstantSource clock,
            DialogJournal journal,
            CallHands calls,
            BooleanSupplier serving,
            Places places) {
        Adopter adopter = new Adopter(settings, self, form, clock, journal, calls, serving, places);
        adopter.executor.execute(adopter::work);
        return adopter;
    }

    /** Calls of other gateways that were taken up here. */
    public long adopted() {
        return adopted.sum();
    }

    private void work() {
        while (!closing) {
            try (Consumer<byte[], byte[]> consumer = clients.viewConsumer()) {
                current = consumer;
                List<TopicPartition> all = partitions(consumer);
                consumer.assign(all);
                consumer.seekToBeginning(all);
                while (!closing) {
                    listen(consumer);
                    settle();
                    if (serving.getAsBoolean()) {
                        neighbours.orphans(System.nanoTime()).forEach(orphan -> adopt(orphan, consumer));
                    }
                    tellOrders();
                }
            } catch (WakeupException | InterruptException stopped) {
                if (!closing) {
                    LOGGER.atWarn().setCause(stopped).log("listening for gateways begins again");
                }
            } catch (RuntimeException fault) {
                // Heartbeats and views tell of a Kafka that is away; here it is only a reason to wait.
                LOGGER.atDebug().setCause(fault).log("listening for gateways begins again");
                LockSupport.parkNanos(RETRY_NANOS);
            } finally {
                current = null;
            }
        }
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        var infos = consumer.partitionsFor(TOPIC);
        if (infos == null || infos.isEmpty()) {
            throw new UnknownTopicOrPartitionException("topic " + TOPIC + " does not exist yet");
        }
        return infos.stream()
                .map(info -> new TopicPartition(TOPIC, info.partition()))
                .toList();
    }

    private void listen(Consumer<byte[], byte[]> consumer) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            try {
                GatewayHeartbeat beat = heartbeats.deserialize(TOPIC, record.value());
                if (beat != null) {
                    neighbours.heard(
                            new String(record.key(), StandardCharsets.UTF_8),
                            beat.getEpoch(),
                            standing(beat.getState()),
                            beat.getSip(),
                            Duration.ofMillis(beat.getLeaseMillis()),
                            beat.getAt(),
                            System.nanoTime());
                }
            } catch (SerializationException unreadable) {
                LOGGER.atDebug().setCause(unreadable).log("heartbeat passed over");
            }
        }
        places.tell(neighbours.places(System.nanoTime()));
    }

    private static Standing standing(GatewayPhase phase) {
        return switch (phase) {
            case SERVING -> Standing.SERVING;
            case STARTING, DRAINING -> Standing.BUSY;
            case STOPPED -> Standing.STOPPED;
        };
    }

    private void adopt(Orphan orphan, Consumer<byte[], byte[]> consumer) {
        String id = orphan.gatewayId();
        if (System.nanoTime() < notBeforeNanos.getOrDefault(id, Long.MIN_VALUE)) {
            return;
        }
        long before = adopted();
        Producer<byte[], byte[]> producer = clients.dialogProducer(id);
        try {
            producer.initTransactions();
            List<CallSnapshot> left = topic.read(id).values().stream()
                    .filter(Objects::nonNull)
                    .map(CallSnapshot::moved)
                    .toList();
            listen(consumer);
            if (!neighbours.isOrphaned(orphan)) {
                return;
            }
            for (int i = 0; i < left.size(); i += BATCH) {
                List<CallSnapshot> some = left.subList(i, Math.min(i + BATCH, left.size()));
                move(some, id, producer);
                take(some, left.size(), orphan.vouchedUntil());
            }
            neighbours.adopted(orphan);
        } catch (WakeupException | InterruptException stopped) {
            throw stopped;
        } catch (ProducerFencedException | InvalidProducerEpochException overtaken) {
            // Who was quicker may need longer than a turn: two that shut each other out would never end.
            notBeforeNanos.put(id, System.nanoTime() + WAIT_FOR_OTHERS_NANOS);
            LOGGER.atInfo().addKeyValue("gateway", id).log("another gateway was quicker");
        } catch (KafkaException passing) {
            notBeforeNanos.put(id, System.nanoTime() + RETRY_NANOS);
            LOGGER.atWarn().setCause(passing).addKeyValue("gateway", id).log("calls are not adopted yet, trying again");
        } finally {
            producer.close(Duration.ZERO);
        }
        if (adopted() > before) {
            LOGGER.atWarn()
                    .addKeyValue("gateway", id)
                    .addKeyValue("calls", adopted() - before)
                    .log("a gateway fell silent, its calls are adopted");
        }
    }

    /** In the topic they change hands all at once: theirs no more, ours from now on. */
    private void move(List<CallSnapshot> some, String gatewayId, Producer<byte[], byte[]> producer) {
        some.forEach(snapshot -> doubtful.put(snapshot.callId(), snapshot));
        producer.beginTransaction();
        for (CallSnapshot snapshot : some) {
            producer.send(topic.tombstone(producer, gatewayId, snapshot.callId()));
            producer.send(topic.record(producer, snapshot.callId(), snapshot));
        }
        producer.commitTransaction();
        some.forEach(snapshot -> doubtful.remove(snapshot.callId()));
    }

    private void take(List<CallSnapshot> some, int all, Instant vouchedUntil) {
        journal.adopted(some.stream().map(CallSnapshot::callId).toList());
        calls.resume(some, true, all).join();
        adopted.add(some.size());
        some.forEach(snapshot -> untold.put(snapshot.callId(), snapshot));
        if (vouchedUntil.isBefore(untoldSince)) {
            untoldSince = vouchedUntil;
        }
    }

    /** A transaction may have been committed though its answer was lost: what the topic has as ours is ours. */
    private void settle() {
        if (doubtful.isEmpty()) {
            return;
        }
        Map<String, @Nullable CallSnapshot> ours = topic.read(self);
        List<CallSnapshot> moved = doubtful.values().stream()
                .filter(snapshot -> ours.get(snapshot.callId()) != null)
                .toList();
        if (!moved.isEmpty()) {
            Instant first = moved.stream()
                    .map(CallSnapshot::attemptedAt)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            take(moved, moved.size(), first);
        }
        doubtful.clear();
    }

    /**
     * Orders that came while nobody had the calls, and the instants of their ends that were told their gateway alone. Looked
     * through here, so that a shard hears only of what means one of its calls.
     */
    private void tellOrders() {
        if (untold.isEmpty()) {
            return;
        }
        terminations.since(untoldSince.minus(CLOCKS_APART), this::tell);
        calls.release(Set.copyOf(untold.keySet()));
        untold.clear();
        untoldSince = Instant.MAX;
    }

    private void tell(Termination termination) {
        Set<String> hit;
        CallSnapshot one = termination.callId() == null ? null : untold.get(termination.callId());
        if (one != null) {
            hit = termination.hits(one.live()) ? Set.of(one.callId()) : Set.of();
        } else {
            hit = untold.values().stream()
                    .filter(snapshot -> termination.hits(snapshot.live()))
                    .map(CallSnapshot::callId)
                    .collect(Collectors.toSet());
        }
        if (!hit.isEmpty()) {
            calls.terminateAdopted(termination, hit);
        }
    }

    @Override
    public void close() {
        closing = true;
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        Threads.end(executor, PATIENCE_AT_CLOSE);
    }
}
