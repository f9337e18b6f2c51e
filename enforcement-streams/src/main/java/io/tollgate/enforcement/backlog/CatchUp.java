package io.tollgate.enforcement.backlog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * What lay in the topics of an account's owner when its task came to this thread, on its way to Streams: settings and money
 * first come together, then events of calls pass and take with them what is older. Belongs to one thread.
 */
final class CatchUp {

    /** A first start reads the settings of all accounts, of which no event is older. */
    static final int MOST_HELD = 10_000;

    /** Calls on which nobody decides cost more than an order that is not kept. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TopicPartition events;
    private final Map<TopicPartition, Held> late;
    private final Held calls;
    private final CompletableFuture<Void> passed;
    private boolean areEventsOpen;
    private long movedNanos;

    /**
     * @param late the topics by which settings and money come
     * @param passed when all of these is in them that lay before the stage that fills them
     */
    CatchUp(TopicPartition events, List<String> late, CompletableFuture<Void> passed, long nowNanos) {
        this.events = events;
        this.calls = new Held(events);
        this.late = late.stream()
                .map(topic -> new TopicPartition(topic, events.partition()))
                .collect(Collectors.toUnmodifiableMap(Function.identity(), Held::new));
        this.passed = passed;
        this.movedNanos = nowNanos;
    }

    TopicPartition events() {
        return events;
    }

    /** Whether events are polled by now. */
    boolean areEventsOpen() {
        return areEventsOpen;
    }

    /** Whether this partition gets what lay before the earlier stage, and has not got it yet. */
    boolean isFilling(TopicPartition partition) {
        return late.containsKey(partition) && !passed.isDone();
    }

    /** Takes what was polled of this partition; false: it is none of these. */
    boolean holds(TopicPartition partition, ConsumerRecords<byte[], byte[]> polled) {
        var held = held(partition);
        held.ifPresent(each -> each.add(polled));
        return held.isPresent();
    }

    /** Streams wants no events yet: that is no reason to give up. */
    void delayed(long nowNanos) {
        movedNanos = nowNanos;
    }

    /** This partition is read from elsewhere: what was held of it comes again, or shall not come. */
    void sought(TopicPartition partition) {
        held(partition).ifPresent(Held::clear);
    }

    /** The first offset of this partition that was not given yet, if any of it is held. */
    OptionalLong heldFrom(TopicPartition partition) {
        return held(partition).map(Held::from).orElse(OptionalLong.empty());
    }

    private Optional<Held> held(TopicPartition partition) {
        return Optional.ofNullable(partition.equals(events) ? calls : late.get(partition));
    }

    /**
     * Gives what may go.
     *
     * @param isFetched whether all was polled that lay in a partition
     * @return whether that is all
     */
    boolean release(Predicate<TopicPartition> isFetched, long nowNanos, Given given) {
        boolean isGivenUp = nowNanos - movedNanos > PATIENCE.toNanos()
                || Stream.concat(Stream.of(calls), late.values().stream()).anyMatch(held -> held.size() > MOST_HELD);
        if (!areEventsOpen) {
            if (!isGivenUp && !(passed.isDone() && late.keySet().stream().allMatch(isFetched))) {
                return false;
            }
            areEventsOpen = true;
            movedNanos = nowNanos;
        }
        if (calls.size() > 0) {
            movedNanos = nowNanos;
        }
        boolean isOver = isGivenUp || isFetched.test(events);
        long untilMillis = isOver ? Long.MAX_VALUE : calls.latest();
        calls.release(Long.MAX_VALUE, given);
        late.values().forEach(held -> held.release(untilMillis, given));
        return isOver;
    }
}
