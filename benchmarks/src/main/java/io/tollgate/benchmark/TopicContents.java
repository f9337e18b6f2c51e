package io.tollgate.benchmark;

import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.HttpSchemaRegistry;
import io.tollgate.schemas.topic.Topic;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a topic holds now, read once from its beginning to its end; committed records only. Stateless. */
final class TopicContents {
    private static final Duration POLL = Duration.ofMillis(200);

    private TopicContents() {}

    static <T extends SpecificRecord> List<T> read(TollgateProcess tollgate, Topic topic, Class<T> type) {
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", tollgate.ready("kafka"), "isolation.level", "read_committed");
        var values = new AvroDeserializer<>(type, new HttpSchemaRegistry(URI.create(tollgate.ready("registry"))));
        try (var consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<T> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> {
                    if (record.value() != null) {
                        found.add(record.value());
                    }
                });
            }
            return found;
        }
    }
}
