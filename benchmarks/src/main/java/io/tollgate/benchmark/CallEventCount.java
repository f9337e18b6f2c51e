package io.tollgate.benchmark;

import io.tollgate.CallEvent;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.SchemaRegistry;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Counts the events of calls in their topic by the calls' tags: what stands before the first hyphen of a SIP Call-ID. An
 * answered call that rang has four: attempted, ringing, answered, ended, with the sequence 0 to 3. Reads on from where it
 * was, so that no run is counted in the next one's time.
 *
 * <p>For one thread.
 */
final class CallEventCount implements AutoCloseable {
    private static final List<String> STORY = List.of("CallAttempted", "CallRinging", "CallAnswered", "CallEnded");
    private static final Duration POLL = Duration.ofMillis(100);

    /** Longest wait for events that do not come. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final KafkaConsumer<String, CallEvent> consumer;
    private final Map<String, Tally> tallies = new HashMap<>();

    /** How far each call that is not over has come in the story; -1: not as it should. */
    private final Map<String, Integer> open = new HashMap<>();

    /** The events of the calls of one tag. */
    private static final class Tally {
        private final Map<String, Integer> kinds = new TreeMap<>();
        private int events;
        private int ended;
        private int complete;
    }

    private CallEventCount(KafkaConsumer<String, CallEvent> consumer) {
        this.consumer = consumer;
    }

    static CallEventCount of(String servers, SchemaRegistry registry) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new AvroDeserializer<>(CallEvent.class, registry));
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.CALL_EVENTS.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new CallEventCount(consumer);
    }

    /** Reads until so many calls of a tag have ended, or nothing has come for a while; gives a JSON object. */
    String await(String tag, int calls) {
        Tally tally = tallies.computeIfAbsent(tag, first -> new Tally());
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean more = true;
        while (more || tally.ended < calls && System.nanoTime() < deadline) {
            var records = consumer.poll(POLL);
            records.forEach(record -> count(record.value()));
            more = !records.isEmpty();
            deadline = more ? System.nanoTime() + PATIENCE_NANOS : deadline;
        }
        StringBuilder json = new StringBuilder("{");
        STORY.forEach(kind ->
                json.append(field(kind, tally.kinds.getOrDefault(kind, 0))).append(", "));
        return json.append(field("events", tally.events))
                .append(", ")
                .append(field("complete", tally.complete))
                .append("}")
                .toString();
    }

    private static String field(String name, int value) {
        return String.format(Locale.ROOT, "\"%s\": %d", name, value);
    }

    private void count(CallEvent event) {
        String sipCallId = event.getSipCallId();
        Tally tally = tallies.computeIfAbsent(
                sipCallId.substring(0, Math.max(0, sipCallId.indexOf('-'))), first -> new Tally());
        String kind = event.getEvent().getClass().getSimpleName();
        tally.events++;
        tally.kinds.merge(kind, 1, Integer::sum);
        int step = open.getOrDefault(event.getCallId(), 0);
        boolean fits = step >= 0 && STORY.get(step).equals(kind) && event.getSequence() == step;
        if (kind.equals("CallEnded")) {
            open.remove(event.getCallId());
            tally.ended++;
            tally.complete += fits ? 1 : 0;
        } else {
            open.put(event.getCallId(), fits ? step + 1 : -1);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
