package io.tollgate.enforcement;

import io.tollgate.FraudVerdict;
import io.tollgate.OperatorCommand;
import io.tollgate.enforcement.contract.CommandInput;
import io.tollgate.enforcement.contract.VerdictInput;
import io.tollgate.enforcement.processor.BlacklistProcessor;
import io.tollgate.enforcement.processor.DemandRouter;
import io.tollgate.enforcement.processor.Emission;
import io.tollgate.enforcement.processor.InputReader;
import io.tollgate.enforcement.processor.Interpreter;
import io.tollgate.enforcement.processor.Read;
import io.tollgate.enforcement.processor.Surroundings;
import io.tollgate.enforcement.store.EntryForms;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.enforcement.verdict.Demand;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The drawing of the application, and nothing else: which topic is read by whom, what is re-keyed, who owns which store.
 *
 * <pre>
 *   verdicts, operator-commands --read--> demands ---------------------------> terminations
 *                                            \--entry-orders (by entry)--> blacklist --> blacklist
 *   (every read) --what is unreadable or invalid--> rejected-input
 * </pre>
 *
 * What strangers write may be partitioned in any way, so it is re-keyed by the name of what it concerns before anything
 * is remembered about it. Used once, by one thread.
 */
public final class EnforcementTopology {

    private static final String ENTRY_ORDERS = "entry-orders";
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final StreamsBuilder builder = new StreamsBuilder();
    private final Surroundings surroundings;

    private EnforcementTopology(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Draws it. */
    public static Topology build(Surroundings surroundings) {
        var drawing = new EnforcementTopology(surroundings);
        drawing.demands();
        return drawing.builder.build();
    }

    private void demands() {
        KStream<byte[], Demand> verdicts =
                read(Topics.VERDICTS, FraudVerdict.class, new VerdictInput(surroundings.breadth()));
        KStream<byte[], Demand> commands = read(Topics.OPERATOR_COMMANDS, OperatorCommand.class, new CommandInput());
        var routed = verdicts.merge(commands, Named.as("demands"))
                .process(() -> new DemandRouter(surroundings, ENTRY_ORDERS), Named.as("route-demands"));
        publish(routed, "demands", Topics.TERMINATIONS);

        builder.addStateStore(Stores.entries());
        builder.addStateStore(Stores.orderIds());
        builder.addStateStore(Stores.blacklistDue());
        var entries = rekeyed(routed, ENTRY_ORDERS)
                .mapValues(
                        bytes -> EntryForms.orders().deserializer().deserialize(ENTRY_ORDERS, bytes),
                        Named.as("decode-" + ENTRY_ORDERS))
                .process(
                        () -> new BlacklistProcessor(surroundings),
                        Named.as("keep-blacklist"),
                        Stores.ENTRIES,
                        Stores.ORDER_IDS,
                        Stores.BLACKLIST_DUE);
        publish(entries, "keep", Topics.BLACKLIST);
    }

    /** The sound records of an input topic; the others go to the rejected input. */
    private <A extends SpecificRecord, T> KStream<byte[], T> read(
            Topic topic, Class<A> type, Interpreter<A, ? extends T> interpreter) {
        var name = topic.name().substring(topic.name().indexOf('.') + 1);
        KStream<byte[], Read<T>> read = builder.stream(
                        topic.name(), Consumed.with(BYTES, BYTES).withName(name))
                .process(
                        () -> new InputReader<A, T>(topic, type, interpreter::interpret, surroundings),
                        Named.as("read-" + name));
        read.filter((key, value) -> value instanceof Read.Rejected<T>, Named.as("unusable-" + name))
                .mapValues(value -> ((Read.Rejected<T>) value).value(), Named.as("unusable-bytes-" + name))
                .to(Topics.REJECTED_INPUT.name(), Produced.with(BYTES, BYTES).withName("reject-" + name));
        return read.filter((key, value) -> value instanceof Read.Accepted<T>, Named.as("sound-" + name))
                .mapValues(value -> ((Read.Accepted<T>) value).meaning(), Named.as("meaning-" + name));
    }

    /** Sends what is meant for each of these topics there. */
    private static void publish(KStream<byte[], Emission> emissions, String from, Topic... topics) {
        for (var topic : List.of(topics)) {
            only(emissions, topic.name(), from)
                    .to(topic.name(), Produced.with(BYTES, BYTES).withName(from + "-to-" + topic.name()));
        }
    }

    /** Sends what is meant for a topic of our own through it, so that all of one key meets in one place. */
    private KStream<byte[], byte[]> rekeyed(KStream<byte[], Emission> emissions, String topic) {
        return only(emissions, topic, "rekey")
                .repartition(Repartitioned.<byte[], byte[]>as(topic)
                        .withKeySerde(BYTES)
                        .withValueSerde(BYTES)
                        .withNumberOfPartitions(surroundings.partitions()));
    }

    private static KStream<byte[], byte[]> only(KStream<byte[], Emission> emissions, String topic, String from) {
        return emissions
                .filter((key, emission) -> emission.topic().equals(topic), Named.as(from + "-for-" + topic))
                .mapValues(Emission::value, Named.as(from + "-value-" + topic));
    }
}
