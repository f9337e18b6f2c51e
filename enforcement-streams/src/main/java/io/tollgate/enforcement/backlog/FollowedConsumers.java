package io.tollgate.enforcement.backlog;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** Kafka's clients as Streams makes them by itself, but that the main consumers are followed by the backlog. */
public final class FollowedConsumers implements KafkaClientSupplier {

    private final AssignedBacklog backlog;
    private final Clock clock;

    public FollowedConsumers(AssignedBacklog backlog, Clock clock) {
        this.backlog = backlog;
        this.clock = clock;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new Followed(config, backlog, clock);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return new Patient(config, clock);
    }

    /** Goes round no oftener than there is something to do. Belongs to one thread. */
    private static class Patient extends KafkaConsumer<byte[], byte[]> {

        private final Clock clock;
        private long heardNanos = System.nanoTime();

        Patient(Map<String, Object> config, Clock clock) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.clock = clock;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            var quiet = Duration.ofNanos(System.nanoTime() - heardNanos);
            var records = super.poll(IdlePoll.of(timeout, quiet, clock.millis()));
            if (!records.isEmpty()) {
                heardNanos = System.nanoTime();
            }
            return records;
        }
    }

    /** Tells the backlog what it does. Belongs to one stream thread. */
    private static final class Followed extends Patient {

        private final AssignedBacklog backlog;

        Followed(Map<String, Object> config, AssignedBacklog backlog, Clock clock) {
            super(config, clock);
            this.backlog = backlog;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            var records = super.poll(timeout);
            backlog.polled(this, records);
            return records;
        }

        @Override
        public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
            super.subscribe(topics, new Forgetting(listener, backlog));
        }

        @Override
        public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
            super.subscribe(pattern, new Forgetting(listener, backlog));
        }

        /** A task that starts again, after its state was found corrupted, reads from where it is put. */
        @Override
        public void seek(TopicPartition partition, OffsetAndMetadata offset) {
            backlog.forget(List.of(partition));
            super.seek(partition, offset);
        }

        @Override
        public void seek(TopicPartition partition, long offset) {
            backlog.forget(List.of(partition));
            super.seek(partition, offset);
        }

        @Override
        public void seekToBeginning(Collection<TopicPartition> partitions) {
            backlog.forget(partitions);
            super.seekToBeginning(partitions);
        }

        @Override
        public void seekToEnd(Collection<TopicPartition> partitions) {
            backlog.forget(partitions);
            super.seekToEnd(partitions);
        }
    }

    /** What is taken away and comes back within one poll is as good as new. */
    private record Forgetting(ConsumerRebalanceListener listener, AssignedBacklog backlog)
            implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            backlog.forget(partitions);
            listener.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            listener.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            backlog.forget(partitions);
            listener.onPartitionsLost(partitions);
        }
    }
}
