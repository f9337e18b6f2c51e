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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's clients as Streams makes them by itself, but that the main consumers are followed by the backlog and give what lay
 * before accounts' owners in the order of time.
 */
public final class FollowedConsumers implements KafkaClientSupplier {

    private final AssignedBacklog backlog;
    private final Owners owners;
    private final EarlierStage stage;
    private final Clock clock;

    public FollowedConsumers(AssignedBacklog backlog, Owners owners, EarlierStage stage, Clock clock) {
        this.backlog = backlog;
        this.owners = owners;
        this.stage = stage;
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
        return new Followed(config);
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

    /** Tells the backlog what it does, and keeps the order of time. Belongs to one stream thread. */
    private final class Followed extends Patient {

        private final TimeOrder order = new TimeOrder(owners, stage, new Beneath(), System::nanoTime);

        Followed(Map<String, Object> config) {
            super(config, clock);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            var records = super.poll(timeout);
            backlog.polled(this, records);
            return order.inOrder(records);
        }

        /** As Streams asks for it; the backlog asks for the one with a duration, and is told how far this really is. */
        @Override
        public long position(TopicPartition partition) {
            return order.heldFrom(partition).orElseGet(() -> super.position(partition));
        }

        @Override
        public void pause(Collection<TopicPartition> partitions) {
            order.closed(partitions);
            super.pause(partitions);
        }

        @Override
        public void resume(Collection<TopicPartition> partitions) {
            super.resume(order.opened(partitions));
        }

        @Override
        public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
            super.subscribe(topics, new Telling(listener, this));
        }

        @Override
        public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
            super.subscribe(pattern, new Telling(listener, this));
        }

        /** A task that starts again, after its state was found corrupted, reads from where it is put. */
        @Override
        public void seek(TopicPartition partition, OffsetAndMetadata offset) {
            sought(partition, offset);
            super.seek(partition, offset);
        }

        @Override
        public void seek(TopicPartition partition, long offset) {
            sought(partition, new OffsetAndMetadata(offset));
            super.seek(partition, offset);
        }

        @Override
        public void seekToBeginning(Collection<TopicPartition> partitions) {
            // What is below the beginning leads there too.
            partitions.forEach(partition -> sought(partition, new OffsetAndMetadata(0)));
            super.seekToBeginning(partitions);
        }

        @Override
        public void seekToEnd(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> sought(partition, null));
            super.seekToEnd(partitions);
        }

        private void sought(TopicPartition partition, @Nullable OffsetAndMetadata from) {
            backlog.forget(List.of(partition));
            order.sought(partition, from);
        }

        /** Of this consumer, what Streams is not told. */
        private final class Beneath implements TimeOrder.Taps {

            @Override
            public void close(TopicPartition partition) {
                Followed.super.pause(List.of(partition));
            }

            @Override
            public void open(TopicPartition partition) {
                Followed.super.resume(List.of(partition));
            }

            @Override
            public long position(TopicPartition partition) {
                try {
                    return Followed.super.position(partition, Duration.ZERO);
                } catch (KafkaException unknown) {
                    return -1; // where it begins to read is not settled yet
                }
            }
        }

        /** What is taken away and comes back within one poll is as good as new. */
        private void revoked(Collection<TopicPartition> partitions) {
            backlog.forget(partitions);
            order.revoked(partitions);
        }
    }

    /** Tells Streams of assignments, and those who follow them. */
    private record Telling(ConsumerRebalanceListener listener, Followed followed) implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            followed.revoked(partitions);
            listener.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            followed.order.assigned(partitions);
            listener.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            followed.revoked(partitions);
            listener.onPartitionsLost(partitions);
        }
    }
}
