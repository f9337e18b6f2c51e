package io.tollgate.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What was written to each topic between two moments: records, and the marks that transactions leave, which take a place in
 * the log like a record. Immutable.
 *
 * @param records by topic, without marks
 * @param marks by topic
 */
record TopicGrowth(Map<String, Long> records, Map<String, Long> marks) {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Reads it all: marks are what no reader is given. */
    static TopicGrowth between(
            TollgateProcess cluster, Map<TopicPartition, Long> before, Map<TopicPartition, Long> after) {
        Map<TopicPartition, Long> grown = new HashMap<>(after);
        grown.keySet().removeIf(partition -> after.get(partition) <= before.getOrDefault(partition, 0L));
        Map<String, Long> places = new TreeMap<>();
        Map<String, Long> records = new TreeMap<>();
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers",
                cluster.ready("kafka"),
                "max.partition.fetch.bytes",
                4 << 20,
                "max.poll.records",
                20_000);
        try (var consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(grown.keySet());
            grown.forEach((partition, end) -> {
                long start = before.getOrDefault(partition, 0L);
                consumer.seek(partition, start);
                places.merge(partition.topic(), end - start, Long::sum);
            });
            while (!consumer.assignment().isEmpty()) {
                consumer.poll(POLL).forEach(record -> {
                    var partition = new TopicPartition(record.topic(), record.partition());
                    if (record.offset() < grown.get(partition)) {
                        records.merge(record.topic(), 1L, Long::sum);
                    }
                });
                List<TopicPartition> left = new ArrayList<>(consumer.assignment());
                if (left.removeIf(partition -> consumer.position(partition) >= grown.get(partition))) {
                    consumer.assign(left);
                }
            }
        }
        places.replaceAll((topic, count) -> count - records.getOrDefault(topic, 0L));
        return new TopicGrowth(records, places);
    }

    /** One line a topic, the greatest first. */
    void print(int calls) {
        System.out.printf("%-70s %8s %8s%n", "for each call", "records", "marks");
        marks.keySet().stream()
                .sorted(Comparator.comparing((String topic) -> -records.getOrDefault(topic, 0L)))
                .forEach(topic -> row("  " + topic, records.getOrDefault(topic, 0L), marks.get(topic), calls));
        row("  in all", sum(records), sum(marks), calls);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void row(String what, long records, long marks, int calls) {
        System.out.printf("%-70s %8.2f %8.2f%n", what, records / (double) calls, marks / (double) calls);
    }
}
