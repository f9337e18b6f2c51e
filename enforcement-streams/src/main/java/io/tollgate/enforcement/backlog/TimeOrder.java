package io.tollgate.enforcement.backlog;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives Streams in the order of time what lay in the topics of accounts' owners when their tasks came to this thread.
 * Settings and money come by a stage more than events of calls, so that after an outage a call would be decided on
 * without the top-up that came before it. Events therefore wait for that stage, and then settings and money for the events
 * that are older: of what it has been given Streams takes the oldest first. What comes later passes as it comes.
 *
 * <p>What is held was never given to Streams, so it is not committed either. Belongs to one stream thread.
 */
final class TimeOrder {

    private final Owners owners;
    private final EarlierStage stage;
    private final Predicate<TopicPartition> isFetched;
    private final Taps taps;
    private final LongSupplier nanoClock;
    private final Map<Integer, CatchUp> catchUps = new HashMap<>();
    private final Set<TopicPartition> closedByStreams = new HashSet<>();

    /** How to stop and go on polling a partition. */
    record Taps(Consumer<TopicPartition> close, Consumer<TopicPartition> open) {}

    /**
     * @param isFetched whether all was polled that lay in a partition when it was assigned, or, if it was filled by then,
     *     when it was
     */
    TimeOrder(
            Owners owners, EarlierStage stage, Predicate<TopicPartition> isFetched, Taps taps, LongSupplier nanoClock) {
        this.owners = owners;
        this.stage = stage;
        this.isFetched = isFetched;
        this.taps = taps;
        this.nanoClock = nanoClock;
    }

    /** These came to this thread. */
    void assigned(Collection<TopicPartition> partitions) {
        var events = partitions.stream().filter(this::isOfEvents).toList();
        if (events.isEmpty()) {
            return;
        }
        var passed = stage.passed();
        for (var partition : events) {
            catchUps.put(partition.partition(), new CatchUp(partition, owners.late(), passed, nanoClock.getAsLong()));
            taps.close().accept(partition);
        }
    }

    /** These are another's now. */
    void revoked(Collection<TopicPartition> partitions) {
        closedByStreams.removeAll(partitions);
        partitions.stream().filter(this::isOfEvents).forEach(events -> catchUps.remove(events.partition()));
    }

    private boolean isOfEvents(TopicPartition partition) {
        return partition.topic().equals(owners.events());
    }

    /** These are read from elsewhere. */
    void sought(Collection<TopicPartition> partitions) {
        for (var partition : partitions) {
            var catchUp = catchUps.get(partition.partition());
            if (catchUp != null) {
                catchUp.sought(partition);
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
        closedByStreams.addAll(partitions);
    }

    /** Streams wants these again; gives those that it may have. */
    List<TopicPartition> opened(Collection<TopicPartition> partitions) {
        closedByStreams.removeAll(partitions);
        return partitions.stream().filter(partition -> !isClosed(partition)).toList();
    }

    private boolean isClosed(TopicPartition partition) {
        var catchUp = catchUps.get(partition.partition());
        return catchUp != null && isOfEvents(partition) && !catchUp.areEventsOpen();
    }

    /** Whether all that lay before the earlier stage is in this partition by now. */
    boolean isFilled(TopicPartition partition) {
        var catchUp = catchUps.get(partition.partition());
        return catchUp == null || !catchUp.isFilling(partition);
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
            if (catchUp == null || !catchUp.holds(partition, polled)) {
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
        long nowNanos = nanoClock.getAsLong();
        boolean isClosedByStreams = closedByStreams.contains(catchUp.events());
        if (isClosedByStreams) {
            catchUp.delayed(nowNanos);
        }
        boolean wereOpen = catchUp.areEventsOpen();
        boolean isOver = catchUp.release(isFetched, nowNanos, given);
        if (!wereOpen && catchUp.areEventsOpen() && !isClosedByStreams) {
            taps.open().accept(catchUp.events());
        }
        return isOver;
    }
}
