package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.failure.Rejection;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Sends a sound record's own bytes on, with a note where they were: only its account's owner can judge all of it. */
public final class OriginNote<T> extends ContextualProcessor<byte[], Read<T>, byte[], byte[]> {

    @Override
    public void process(Record<byte[], Read<T>> input) {
        if (input.value() instanceof Read.Accepted<T> accepted) {
            var headers = new RecordHeaders(input.headers());
            context().recordMetadata().ifPresent(origin -> Rejection.noteOrigin(headers, origin));
            context().forward(new Record<>(input.key(), accepted.received(), input.timestamp(), headers));
        }
    }
}
