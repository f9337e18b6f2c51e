package io.tollgate.gateway.kafka;

import io.tollgate.GatewayHeartbeat;
import io.tollgate.GatewayPhase;
import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.journal.Neighbours;
import io.tollgate.gateway.journal.Neighbours.Orphan;
import io.tollgate.gateway.journal.Neighbours.Standing;
import io.tollgate.gateway.journal.SnapshotForm;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    private static final long CLOSE_SECONDS = 5;

    private final KafkaClients clients;
    private final DialogTopic topic;
    private final Deserializer<GatewayHeartbeat> heartbeats;
    private final PastTerminations terminations;
    private final DialogJournal journal;
    private final CallHands calls;
    private final BooleanSupplier serving;
    private final Neighbours neighbours;
    private final LongAdder adopted = new LongAdder();

    /** Adopted calls that were not told yet what was ordered before. This thread's alone. */
    private final List<CallSnapshot> untold = new ArrayList<>();

    private final ExecutorService executor = Threads.single("kafka-gateways");
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile boolean closing;

    private Adopter(
            KafkaSettings settings,
            GatewayIdentity self,
            SnapshotForm form,
            InstantSource clock,
            DialogJournal journal,
            CallHands calls,
            BooleanSupplier serving) {
        this.clients = new KafkaClients(settings, self.id());
        this.topic = DialogTopic.of(clients, self, form, clock);
        this.heartbeats = clients.deserializer(GatewayHeartbeat.class);
        this.terminations =
                new PastTerminations(clients::viewConsumer, clients.deserializer(io.tollgate.Termination.class));
        this.journal = journal;
        this.calls = calls;
        this.serving = serving;
        this.neighbours = new Neighbours(self.id());
    }

    /**
     * Begins to listen; Kafka need not be there yet.
     *
     * @param serving whether this gateway can take calls of others
     */
    public static Adopter start(
            KafkaSettings settings,
            GatewayIdentity self,
            SnapshotForm form,
            InstantSource clock,
            DialogJournal journal,
            CallHands calls,
            BooleanSupplier serving) {
        Adopter adopter = new Adopter(settings, self, form, clock, journal, calls, serving);
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
                            Duration.ofMillis(beat.getLeaseMillis()),
                            System.nanoTime());
                }
            } catch (SerializationException unreadable) {
                LOGGER.atDebug().setCause(unreadable).log("heartbeat passed over");
            }
        }
    }

    private static Standing standing(GatewayPhase phase) {
        return switch (phase) {
            case SERVING -> Standing.SERVING;
            case STARTING, DRAINING -> Standing.BUSY;
            case STOPPED -> Standing.STOPPED;
        };
    }

    private void adopt(Orphan orphan, Consumer<byte[], byte[]> consumer) {
        int before = untold.size();
        try (Producer<byte[], byte[]> producer = clients.dialogProducer(orphan.gatewayId())) {
            producer.initTransactions();
            List<CallSnapshot> left = topic.read(orphan.gatewayId()).values().stream()
                    .filter(Objects::nonNull)
                    .map(CallSnapshot::moved)
                    .toList();
            listen(consumer);
            if (!neighbours.isOrphaned(orphan, System.nanoTime())) {
                return;
            }
            for (int i = 0; i < left.size(); i += BATCH) {
                take(left.subList(i, Math.min(i + BATCH, left.size())), orphan.gatewayId(), producer);
            }
            neighbours.adopted(orphan);
        } catch (ProducerFencedException | InvalidProducerEpochException overtaken) {
            LOGGER.atInfo().addKeyValue("gateway", orphan.gatewayId()).log("another gateway was quicker");
        } catch (KafkaException passing) {
            // Whether the last of them are ours now, only the topic knows.
            journal.lookAgain();
            LOGGER.atWarn()
                    .setCause(passing)
                    .addKeyValue("gateway", orphan.gatewayId())
                    .log("calls are not adopted yet, trying again");
        }
        if (untold.size() > before) {
            LOGGER.atWarn()
                    .addKeyValue("gateway", orphan.gatewayId())
                    .addKeyValue("calls", untold.size() - before)
                    .log("a gateway fell silent, its calls are adopted");
        }
    }

    /** In the topic they change hands all at once: theirs no more, ours from now on. */
    private void take(List<CallSnapshot> some, String gatewayId, Producer<byte[], byte[]> producer) {
        producer.beginTransaction();
        for (CallSnapshot snapshot : some) {
            producer.send(topic.tombstone(producer, gatewayId, snapshot.callId()));
            producer.send(topic.record(producer, snapshot.callId(), snapshot));
        }
        producer.commitTransaction();
        journal.adopted(some);
        calls.resume(some, true).join();
        adopted.add(some.size());
        untold.addAll(some);
    }

    /** Orders that came while nobody had the calls, and the instants of their ends that were told their gateway alone. */
    private void tellOrders() {
        if (untold.isEmpty()) {
            return;
        }
        Set<String> callIds = untold.stream().map(CallSnapshot::callId).collect(Collectors.toSet());
        Instant first = untold.stream()
                .map(CallSnapshot::attemptedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        terminations.since(first.minus(CLOCKS_APART), termination -> calls.terminateAdopted(termination, callIds));
        untold.clear();
    }

    @Override
    public void close() {
        closing = true;
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
