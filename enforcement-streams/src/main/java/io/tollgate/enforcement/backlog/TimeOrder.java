package io.tollgate.enforcement.backlog;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives Streams in the order of time what lay in the topics of accounts' owners when their tasks came to this thread.
 * Settings and money come by a stage more than events of calls, so that after an outage a call would be decided on
 * without the top-up that came before it. Events therefore wait for that stage, and then settings and money for the events
 * that are older: of what it has been given Streams takes the oldest first. What comes later passes as it comes.
 *
 * <p>What is held was never given to Streams, so it is not committed either. Belongs to one stream thread.
 */
final class TimeOrder {

    private static final Logger LOGGER = LoggerFactory.getLogger(TimeOrder.class);

    private final Owners owners;
    private final EarlierStage stage;
    private final Taps taps;
    private final LongSupplier nanoClock;
    private final Map<Integer, CatchUp> catchUps = new HashMap<>();
    private final Set<TopicPartition> unwanted = new HashSet<>();

    /** By their numbers: of these this thread has the task. */
    private final Set<Integer> tasks = new HashSet<>();

    /** The consumer that is polled, without Streams' knowing. */
    interface Taps {
        /** Polls a partition no more. */
        void close(TopicPartition partition);

        /** Polls it again. */
        void open(TopicPartition partition);

        /** The offset behind what was polled of it; negative: that is not known yet. */
        long position(TopicPartition partition);
    }

    TimeOrder(Owners owners, EarlierStage stage, Taps taps, LongSupplier nanoClock) {
        this.owners = owners;
        this.stage = stage;
        this.taps = taps;
        this.nanoClock = nanoClock;
    }

    /** These came to this thread. */
    void assigned(Collection<TopicPartition> partitions) {
        for (var partition : partitions) {
            if (isOfEvents(partition)) {
                tasks.add(partition.partition());
                catchUps.put(partition.partition(), new CatchUp(partition, owners.late()));
                taps.close(partition);
            }
        }
    }

    /** These are another's now. */
    void revoked(Collection<TopicPartition> partitions) {
        unwanted.removeAll(partitions);
        partitions.stream().filter(this::isOfEvents).forEach(events -> {
            tasks.remove(events.partition());
            catchUps.remove(events.partition());
        });
    }

    private boolean isOfEvents(TopicPartition partition) {
        return partition.topic().equals(owners.events());
    }

    /**
     * This is read from elsewhere, by a task that begins again or whose offsets were none.
     *
     * @param from null: that is not known yet
     */
    void sought(TopicPartition partition, @Nullable OffsetAndMetadata from) {
        int task = partition.partition();
        if (tasks.contains(task) && owners.topics().contains(partition.topic())) {
            var catchUp = catchUps.computeIfAbsent(
                    task, none -> new CatchUp(new TopicPartition(owners.events(), task), owners.late()));
            catchUp.sought(partition, from);
            restart(catchUp);
        }
    }

    private void restart(CatchUp catchUp) {
        if (catchUp.isRestoring()) {
            taps.close(catchUp.events());
            if (!unwanted.contains(catchUp.events())) {
                catchUp.begin(stage.passed(), nanoClock.getAsLong());
            }
        }
    }

    /** From where this partition was not given to Streams yet, if any of it is held. */
    OptionalLong heldFrom(TopicPartition partition) {
        var catchUp = catchUps.get(partition.partition());
        return catchUp == null ? OptionalLong.empty() : catchUp.heldFrom(partition);
    }

    /** Streams wants none of these for now. */
    void closed(Collection<TopicPartition> partitions) {
        unwanted.addAll(partitions);
    }

    /** Streams wants these, the first time when a task's stores are restored; gives those that it may have. */
    List<TopicPartition> opened(Collection<TopicPartition> partitions) {
        unwanted.removeAll(partitions);
        partitions.stream()
                .filter(this::isOfEvents)
                .map(events -> catchUps.get(events.partition()))
                .filter(Objects::nonNull)
                .forEach(this::restart);
        return partitions.stream().filter(partition -> !isClosed(partition)).toList();
    }

    private boolean isClosed(TopicPartition partition) {
        var catchUp = catchUps.get(partition.partition());
        return catchUp != null && isOfEvents(partition) && !catchUp.areEventsOpen();
    }

    /** What Streams is given of what was polled, and of what was held. */
    ConsumerRecords<byte[], byte[]> inOrder(ConsumerRecords<byte[], byte[]> polled) {
        if (catchUps.isEmpty()) {
            return polled;
        }
        var given = new Given();
        Set<TopicPartition> moved = new HashSet<>(polled.partitions());
        moved.addAll(polled.nextOffsets().keySet());
        for (var partition : moved) {
            var catchUp = catchUps.get(partition.partition());
            if (catchUp == null || !catchUp.take(partition, polled)) {
                given.add(
                        partition,
                        polled.records(partition),
                        polled.nextOffsets().get(partition));
            }
        }
        catchUps.values().removeIf(catchUp -> release(catchUp, given));
        return given.toRecords();
    }

    private boolean release(CatchUp catchUp, Given given) {
        boolean wasGivenUp = catchUp.isGivenUp();
        boolean isOver = catchUp.release(taps::position, unwanted, nanoClock.getAsLong(), given);
        if (!catchUp.areEventsOpen()) {
            taps.close(catchUp.events());
        } else if (!unwanted.contains(catchUp.events())) {
            taps.open(catchUp.events());
        }
        if (!wasGivenUp && catchUp.isGivenUp()) {
            LOGGER.atWarn()
                    .addKeyValue("partition", catchUp.events().partition())
                    .log("calls may be decided on without the settings and the money that came before them");
        }
        return isOver;
    }
}
