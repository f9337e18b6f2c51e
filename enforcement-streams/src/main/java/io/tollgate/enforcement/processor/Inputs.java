package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.backlog.Backlog;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** What tasks read, as the backlog knows it. */
final class Inputs {

    private Inputs() {}

    /** The record at hand is done with. */
    static void processed(ProcessingContext context, Backlog backlog) {
        context.recordMetadata()
                .ifPresent(origin -> backlog.processed(origin.topic(), origin.partition(), origin.offset()));
    }

    /** Whether the task has read what lay before it: only then may the clock decide. */
    static boolean areRead(ProcessorContext<?, ?> context, Backlog backlog, Iterable<String> topics) {
        for (var topic : topics) {
            if (!backlog.isRead(topic, context.taskId().partition())) {
                return false;
            }
        }
        return true;
    }

    /** The full name of a topic between our own stages. */
    static String within(ProcessorContext<?, ?> context, String name) {
        return context.applicationId() + "-" + name + "-repartition";
    }
}
