package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.backlog.IdlePoll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What the clock has one processor do. Streams may close a task and begin it again with the same processor and the same
 * clock, after its state was found corrupted: what was begun before must then be stopped, or it goes on beside the new with
 * what it remembers. Belongs to one task.
 */
final class Ticking {

    private final List<Cancellable> begun = new ArrayList<>();

    /**
     * Intervals are multiples of {@link IdlePoll#BEAT} and count from the epoch: what the tasks of a thread do by the clock they
     * do at one time, and one commit is enough for it.
     */
    void every(Duration interval, ProcessorContext<?, ?> context, Consumer<Instant> tick) {
        begun.add(context.schedule(
                Instant.EPOCH,
                interval,
                PunctuationType.WALL_CLOCK_TIME,
                nowMillis -> tick.accept(Instant.ofEpochMilli(nowMillis))));
    }

    /** The task is closed. */
    void stop() {
        begun.forEach(Cancellable::cancel);
        begun.clear();
    }
}
