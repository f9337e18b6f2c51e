package io.tollgate.gateway.kafka;

import io.tollgate.gateway.command.Termination;
import io.tollgate.schemas.topic.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Terminations of the past, for calls that were not this gateway's when they came. For one thread. */
record PastTerminations(
        Supplier<Consumer<byte[], byte[]>> consumers, Deserializer<io.tollgate.Termination> deserializer) {
    private static final Logger LOGGER = LoggerFactory.getLogger(PastTerminations.class);
    private static final String TOPIC = Topics.TERMINATIONS.name();

    /**
     * Gives all that were written since then to a taker, each partition's in its order.
     *
     * @throws TimeoutException if they cannot be read to their end
     */
    void since(Instant begin, java.util.function.Consumer<Termination> taker) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            List<TopicPartition> all = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(TOPIC, info.partition()))
                    .toList();
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            Map<TopicPartition, Long> times = new HashMap<>();
            all.forEach(partition -> times.put(partition, begin.toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> begins = consumer.offsetsForTimes(times);
            all.forEach(partition -> {
                OffsetAndTimestamp from = begins.get(partition);
                consumer.seek(partition, from == null ? ends.get(partition) : from.offset());
            });
            TopicEnd.read(consumer, ends, record -> give(record, taker));
        }
    }

    private void give(ConsumerRecord<byte[], byte[]> record, java.util.function.Consumer<Termination> taker) {
        try {
            io.tollgate.Termination termination = deserializer.deserialize(TOPIC, record.value());
            if (termination != null) {
                taker.accept(InboundMapping.termination(termination));
            }
        } catch (InvalidRecord | SerializationException unusable) {
            if (RegistryAway.isMeantBy(unusable)) {
                throw new TimeoutException("the registry cannot be asked", unusable);
            }
            // The views have counted and told it.
            LOGGER.atDebug().setCause(unusable).log("termination passed over");
        }
    }
}
