package io.tollgate.enforcement.backlog;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Notes the end of each partition when it is assigned, and follows the consumer's position up to it: unlike the offsets
 * of records it passes the marks that transactions leave behind. What was fetched on the way must then be processed. When
 * the broker was out of reach the ends are noted anew: until contact is back nothing counts as read, and then what was
 * written meanwhile has to be read first.
 *
 * <p>Shared by all stream threads; each sees what is its own, since Streams polls for a task and runs it on one thread.
 */
public final class AssignedBacklog implements Backlog {

    private static final Duration ANSWER = Duration.ofSeconds(1);

    /** For one partition alone, of which there may be many. */
    private static final Duration SHORT_ANSWER = Duration.ofMillis(200);

    /** A partition without a leader must not hold up all others at each poll. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final String FETCHES = "fetch-total";
    private static final String FETCH_METRICS = "consumer-fetch-manager-metrics";

    private final LongSupplier nanoClock;
    private final ThreadLocal<Followed> followed = ThreadLocal.withInitial(Followed::new);

    public AssignedBacklog() {
        this(System::nanoTime);
    }

    AssignedBacklog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** What one thread follows. */
    private static final class Followed {
        private final Map<TopicPartition, Reach> reaches = new HashMap<>();
        private @Nullable Contact contact;
        private @Nullable Metric fetches;
        private long looks;
    }

    /** How far one partition is. */
    private static final class Reach {
        private static final long UNKNOWN = -1;

        private long end = UNKNOWN;
        private boolean fetched;
        private long newest = -1;
        private long awaited = -1;
        private long processed = -1;
        private boolean isAskedAlone;
        private @Nullable Long inVainAtNanos;

        boolean isRead() {
            return fetched && processed >= awaited;
        }

        boolean isPausing(long nowNanos) {
            return inVainAtNanos != null && nowNanos - inVainAtNanos < PAUSE.toNanos();
        }

        /** More may lie there than was seen. */
        void doubt() {
            end = UNKNOWN;
            fetched = false;
        }
    }

    /** After each poll, on the thread that polls. */
    public void polled(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        var mine = followed.get();
        var assigned = consumer.assignment();
        mine.reaches.keySet().retainAll(assigned);
        assigned.forEach(partition -> mine.reaches.computeIfAbsent(partition, unknown -> new Reach()));
        var contact = contact(mine, consumer);
        if (!contact.isKept(answers(mine), nanoClock.getAsLong())) {
            mine.reaches.values().forEach(Reach::doubt);
        }
        if (!contact.isBroken()) {
            noteEnds(consumer, mine);
        }
        for (var partition : records.partitions()) {
            var reach = mine.reaches.get(partition);
            var polled = records.records(partition);
            if (reach != null && !polled.isEmpty()) {
                reach.newest = polled.get(polled.size() - 1).offset();
            }
        }
        mine.reaches.forEach((partition, reach) -> {
            if (!reach.fetched && reach.end != Reach.UNKNOWN) {
                follow(consumer, partition, reach);
            }
        });
    }

    /** Its tasks are another's now, or begin again. */
    public void forget(Iterable<TopicPartition> partitions) {
        partitions.forEach(followed.get().reaches::remove);
    }

    @Override
    public void processed(String topic, int partition, long offset) {
        var reach = followed.get().reaches.get(new TopicPartition(topic, partition));
        if (reach != null) {
            reach.processed = offset;
        }
    }

    @Override
    public boolean isRead(String topic, int partition) {
        var reach = followed.get().reaches.get(new TopicPartition(topic, partition));
        return reach != null && reach.isRead();
    }

    /** Looked up once: a consumer has some hundred metrics. */
    private Contact contact(Followed mine, Consumer<byte[], byte[]> consumer) {
        if (mine.contact == null) {
            consumer.metrics().forEach((name, metric) -> {
                if (name.name().equals(FETCHES) && name.group().equals(FETCH_METRICS)) {
                    mine.fetches = metric;
                }
            });
            mine.contact = new Contact(nanoClock.getAsLong());
        }
        return mine.contact;
    }

    /** Answers so far; without such a metric each look is one. */
    private static double answers(Followed mine) {
        mine.looks++;
        var metric = mine.fetches;
        return metric != null && metric.metricValue() instanceof Number count ? count.doubleValue() : mine.looks;
    }

    /** All that are new together; if that is in vain, each by itself, one at a poll, since one may have no leader. */
    private void noteEnds(Consumer<byte[], byte[]> consumer, Followed mine) {
        long nowNanos = nanoClock.getAsLong();
        Set<TopicPartition> together = new HashSet<>();
        TopicPartition alone = null;
        for (var entry : mine.reaches.entrySet()) {
            var reach = entry.getValue();
            if (reach.end == Reach.UNKNOWN && !reach.isAskedAlone) {
                together.add(entry.getKey());
            } else if (reach.end == Reach.UNKNOWN && !reach.isPausing(nowNanos)) {
                alone = entry.getKey();
            }
        }
        if (!together.isEmpty() && !noteEnds(consumer, mine, together, ANSWER)) {
            together.forEach(partition -> mine.reaches.get(partition).isAskedAlone = true);
        } else if (alone != null) {
            boolean isKnown = noteEnds(consumer, mine, Set.of(alone), SHORT_ANSWER);
            var reach = mine.reaches.get(alone);
            reach.isAskedAlone = !isKnown;
            reach.inVainAtNanos = isKnown ? null : Long.valueOf(nowNanos);
        }
    }

    private static boolean noteEnds(
            Consumer<byte[], byte[]> consumer, Followed mine, Set<TopicPartition> partitions, Duration answer) {
        try {
            consumer.endOffsets(partitions, answer).forEach((partition, end) -> mine.reaches.get(partition).end = end);
            return true;
        } catch (KafkaException away) {
            // Whatever it is, the records at hand must not be lost for it. A later poll asks again.
            return false;
        }
    }

    private static void follow(Consumer<byte[], byte[]> consumer, TopicPartition partition, Reach reach) {
        try {
            reach.fetched = consumer.position(partition, Duration.ZERO) >= reach.end;
            reach.awaited = reach.newest;
        } catch (KafkaException unknown) {
            // Where it begins to read is not settled yet, or it will fail again where Streams can deal with that.
        }
    }
}
