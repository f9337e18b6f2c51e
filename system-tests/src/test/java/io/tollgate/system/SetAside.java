package io.tollgate.system;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;

/** Input that Tollgate has set aside, found by where it was written. Stateless beside its reader. */
record SetAside(TopicReader<byte[]> rejected) {

    /** The copies of what was written there, so far. */
    List<ConsumerRecord<String, byte[]>> of(RecordMetadata written) {
        return rejected.records().stream()
                .filter(record -> header(record, "tollgate.topic").equals(written.topic())
                        && header(record, "tollgate.partition").equals(String.valueOf(written.partition()))
                        && header(record, "tollgate.offset").equals(String.valueOf(written.offset())))
                .toList();
    }

    static String reason(ConsumerRecord<?, ?> copy) {
        return header(copy, "tollgate.reason");
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
