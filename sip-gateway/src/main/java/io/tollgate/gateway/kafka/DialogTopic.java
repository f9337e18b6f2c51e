package io.tollgate.gateway.kafka;

import io.tollgate.DialogSnapshot;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.journal.SnapshotForm;
import io.tollgate.gateway.journal.SnapshotForm.Unreadable;
import io.tollgate.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of dialogs: all of a gateway's lie in one partition, under {@code gateway id/call id}. For one thread.
 *
 * @param self who writes
 */
record DialogTopic(
        GatewayIdentity self,
        Supplier<Consumer<byte[], byte[]>> consumers,
        TopicEnd end,
        Serializer<SpecificRecord> serializer,
        Deserializer<DialogSnapshot> deserializer,
        SnapshotForm form,
        InstantSource clock) {
    private static final Logger LOGGER = LoggerFactory.getLogger(DialogTopic.class);
    private static final String TOPIC = Topics.DIALOGS.name();

    /** With Kafka's clients made by these settings. */
    static DialogTopic of(KafkaClients clients, GatewayIdentity self, SnapshotForm form, InstantSource clock) {
        return new DialogTopic(
                self,
                clients::viewConsumer,
                new TopicEnd(clients::endConsumer),
                clients.serializer(),
                clients.deserializer(DialogSnapshot.class),
                form,
                clock);
    }

    /**
     * What the topic has of a gateway's calls now, by call id; null: ended, or adopted. What cannot be read is left out.
     *
     * @throws TimeoutException if it cannot be read to its end
     */
    Map<String, @Nullable CallSnapshot> read(String gatewayId) {
        Map<String, @Nullable CallSnapshot> read = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            TopicPartition partition = new TopicPartition(TOPIC, partition(gatewayId, consumer.partitionsFor(TOPIC)));
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            TopicEnd.read(consumer, end.of(List.of(partition)), record -> take(record, gatewayId + "/", read));
        }
        return read;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, String prefix, Map<String, @Nullable CallSnapshot> read) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!key.startsWith(prefix)) {
            return;
        }
        String callId = key.substring(prefix.length());
        if (record.value() == null) {
            read.put(callId, null);
            return;
        }
        try {
            ByteBuffer bytes = deserializer.deserialize(TOPIC, record.value()).getSnapshot();
            byte[] octets = new byte[bytes.remaining()];
            bytes.duplicate().get(octets);
            read.put(callId, form.read(octets));
        } catch (Unreadable | SerializationException unreadable) {
            if (RegistryAway.isMeantBy(unreadable)) {
                throw new TimeoutException("the registry cannot be asked", unreadable);
            }
            LOGGER.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("reason", unreadable.getMessage())
                    .log("a dialog that was kept cannot be taken up");
        }
    }

    /** What keeps a call as this gateway's; null: it has ended. */
    ProducerRecord<byte[], byte[]> record(
            Producer<byte[], byte[]> producer, String callId, @Nullable CallSnapshot snapshot) {
        byte[] value = snapshot == null
                ? null
                : serializer.serialize(
                        TOPIC,
                        new DialogSnapshot(
                                callId,
                                self.id(),
                                self.epoch(),
                                now(),
                                ByteBuffer.wrap(SnapshotForm.write(snapshot)),
                                snapshot.facts().account(),
                                snapshot.moves()));
        return record(producer, self.id(), callId, value);
    }

    /** What says that another gateway's call is not its own any more. */
    ProducerRecord<byte[], byte[]> tombstone(Producer<byte[], byte[]> producer, String gatewayId, String callId) {
        return record(producer, gatewayId, callId, null);
    }

    private static ProducerRecord<byte[], byte[]> record(
            Producer<byte[], byte[]> producer, String gatewayId, String callId, byte @Nullable [] value) {
        return new ProducerRecord<>(
                TOPIC,
                partition(gatewayId, producer.partitionsFor(TOPIC)),
                (gatewayId + "/" + callId).getBytes(StandardCharsets.UTF_8),
                value);
    }

    private static int partition(String gatewayId, @Nullable List<PartitionInfo> partitions) {
        if (partitions == null || partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("topic " + TOPIC + " does not exist yet");
        }
        return TopicReading.partition(gatewayId.getBytes(StandardCharsets.UTF_8), partitions.size());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
