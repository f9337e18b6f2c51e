package io.tollgate.enforcement.backlog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What lay in the topics of an account's owner when its task came to this thread, on its way to Streams: settings and money
 * first come together, then events of calls pass and take with them what is older. Belongs to one thread.
 */
final class CatchUp {

    /** A first start reads the settings of all accounts, of which no event is older. */
    static final int MOST_HELD = 10_000;

    /** Calls on which nobody decides cost more than an order that is not kept. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Who was not asked for so long could not give anything either. */
    private static final Duration UNATTENDED = Duration.ofSeconds(1);

    private enum Phase {
        /** Streams wants nothing yet: it restores the task's stores. */
        RESTORING,
        /** Settings and money come together. */
        FILLING,
        /** Events pass. */
        PASSING,
        /** All passes: it has taken too long, or is too much. */
        GIVEN_UP
    }

    private final TopicPartition events;
    private final Held calls;
    private final Map<TopicPartition, Held> late;
    private Phase phase = Phase.RESTORING;

    /** Streams has no room for something that may be older than the rest. */
    private boolean isBlocked;

    private CompletableFuture<Map<TopicPartition, Long>> passed = new CompletableFuture<>();
    private long movedNanos;
    private long lookedNanos;

    /** @param late the topics by which settings and money come */
    CatchUp(TopicPartition events, List<String> late) {
        this.events = events;
        this.calls = new Held(events);
        this.late = late.stream()
                .map(topic -> new TopicPartition(topic, events.partition()))
                .collect(Collectors.toUnmodifiableMap(Function.identity(), Held::new));
    }

    TopicPartition events() {
        return events;
    }

    boolean isRestoring() {
        return phase == Phase.RESTORING;
    }

    boolean isGivenUp() {
        return phase == Phase.GIVEN_UP;
    }

    /** Whether events are to be polled by now. */
    boolean areEventsOpen() {
        return phase == Phase.GIVEN_UP || phase == Phase.PASSING && !isBlocked;
    }

    /**
     * Streams wants them now.
     *
     * @param ends where all these partitions end once what lay before the earlier stage has come to them
     */
    void begin(CompletableFuture<Map<TopicPartition, Long>> ends, long nowNanos) {
        phase = Phase.FILLING;
        passed = ends;
        movedNanos = nowNanos;
        lookedNanos = nowNanos;
    }

    /**
     * This partition is read from elsewhere: what was held of it comes again, or shall not come.
     *
     * @param from null: that is not known yet
     */
    void sought(TopicPartition partition, @Nullable OffsetAndMetadata from) {
        held(partition).ifPresent(held -> {
            held.restart(from);
            phase = Phase.RESTORING;
        });
    }

    /** The first offset of this partition that was not given yet, if any of it is held. */
    OptionalLong heldFrom(TopicPartition partition) {
        return held(partition).map(Held::from).orElse(OptionalLong.empty());
    }

    private Optional<Held> held(TopicPartition partition) {
        return Optional.ofNullable(partition.equals(events) ? calls : late.get(partition));
    }

    private Stream<Held> all() {
        return Stream.concat(Stream.of(calls), late.values().stream());
    }

    /** Takes what was polled of this partition; false: it is none of these. */
    boolean take(TopicPartition partition, ConsumerRecords<byte[], byte[]> polled) {
        var held = held(partition);
        held.ifPresent(each -> each.add(polled));
        return held.isPresent();
    }

    /**
     * Gives what may go, and nothing of what Streams wants none of now.
     *
     * @param positions how far partitions are polled
     * @return whether that is all
     */
    boolean release(
            ToLongFunction<TopicPartition> positions, Set<TopicPartition> unwanted, long nowNanos, Given given) {
        if (phase == Phase.RESTORING) {
            return false;
        }
        proceed(positions, unwanted, nowNanos);
        boolean isLast = phase == Phase.GIVEN_UP || areEventsOpen() && isPolled(events, positions);
        long untilMillis = untilMillis(isLast);
        all().filter(held -> !unwanted.contains(held.partition())).forEach(held -> held.release(untilMillis, given));
        return isLast && all().allMatch(held -> held.size() == 0);
    }

    /** Up to when all is at hand; the least instant there is: nothing may go. */
    private long untilMillis(boolean isLast) {
        if (isLast) {
            return Long.MAX_VALUE;
        }
        return areEventsOpen() ? calls.latest() : Long.MIN_VALUE;
    }

    private void proceed(ToLongFunction<TopicPartition> positions, Set<TopicPartition> unwanted, long nowNanos) {
        isBlocked = all().anyMatch(held -> held.size() > 0 && unwanted.contains(held.partition()));
        boolean isUnattended = nowNanos - lookedNanos > UNATTENDED.toNanos();
        lookedNanos = nowNanos;
        if (isBlocked || isUnattended || unwanted.contains(events) || isMoving()) {
            movedNanos = nowNanos;
        }
        if (nowNanos - movedNanos > PATIENCE.toNanos() || all().anyMatch(held -> held.size() > MOST_HELD)) {
            phase = Phase.GIVEN_UP;
        } else if (phase == Phase.FILLING && isFilled(positions)) {
            phase = Phase.PASSING;
            movedNanos = nowNanos;
        }
    }

    /** The earlier stage has its own patience. */
    private boolean isMoving() {
        return phase == Phase.PASSING ? calls.size() > 0 : !passed.isDone();
    }

    private boolean isFilled(ToLongFunction<TopicPartition> positions) {
        return passed.isDone() && late.keySet().stream().allMatch(partition -> isPolled(partition, positions));
    }

    private boolean isPolled(TopicPartition partition, ToLongFunction<TopicPartition> positions) {
        var end = passed.join().get(partition);
        return end == null || positions.applyAsLong(partition) >= end;
    }
}
