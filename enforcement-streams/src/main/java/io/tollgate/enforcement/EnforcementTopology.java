package io.tollgate.enforcement;

import io.tollgate.Account;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.DialogSnapshot;
import io.tollgate.FraudVerdict;
import io.tollgate.OperatorCommand;
import io.tollgate.Rate;
import io.tollgate.enforcement.backlog.Owners;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.EmergencyNumbers;
import io.tollgate.enforcement.call.Vouch;
import io.tollgate.enforcement.contract.AccountInput;
import io.tollgate.enforcement.contract.AdjustmentInput;
import io.tollgate.enforcement.contract.CallInput;
import io.tollgate.enforcement.contract.CommandInput;
import io.tollgate.enforcement.contract.DialogInput;
import io.tollgate.enforcement.contract.Interpreter;
import io.tollgate.enforcement.contract.RateInput;
import io.tollgate.enforcement.contract.RecordInput;
import io.tollgate.enforcement.contract.VerdictInput;
import io.tollgate.enforcement.processor.AccountProcessor;
import io.tollgate.enforcement.processor.BlacklistProcessor;
import io.tollgate.enforcement.processor.DemandRouter;
import io.tollgate.enforcement.processor.Emission;
import io.tollgate.enforcement.processor.GatewayKeeper;
import io.tollgate.enforcement.processor.Inlet;
import io.tollgate.enforcement.processor.InputReader;
import io.tollgate.enforcement.processor.OriginNote;
import io.tollgate.enforcement.processor.RateKeeper;
import io.tollgate.enforcement.processor.Read;
import io.tollgate.enforcement.processor.RebuildProcessor;
import io.tollgate.enforcement.processor.Surroundings;
import io.tollgate.enforcement.rating.Cost;
import io.tollgate.enforcement.rating.ListedRate;
import io.tollgate.enforcement.store.AccountForms;
import io.tollgate.enforcement.store.EntryForms;
import io.tollgate.enforcement.store.LeaseForms;
import io.tollgate.enforcement.store.RateForms;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.enforcement.verdict.Demand;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The drawing of the application, and nothing else: which topic is read by whom, what is re-keyed, who owns which store.
 *
 * <pre>
 *   verdicts, operator-commands --read--> demands ---------------------------> terminations
 *                                            \--entry-orders (by entry)--> blacklist --> blacklist
 *   accounts --read--settings (by account)------------------\
 *   balance-adjustments --read--adjustments (by account)-----> accounts --> account-states, admissions, call-records,
 *   dialogs --read--vouches (by account)--------------------/      :        blacklist, terminations
 *   call-events (by account) --read-------------------------/      :
 *   rates --read--rates within--> (each instance has them all).....:
 *   gateways -------------------> (each instance has them all).....:
 *   (every read) --what is unreadable or invalid--> rejected-input
 * </pre>
 *
 * What strangers write may be partitioned in any way, so it is re-keyed by the name of what it concerns before anything
 * is remembered about it. Used once, by one thread.
 */
public final class EnforcementTopology {

    static final String ENTRY_ORDERS = "entry-orders";
    static final String VOUCHES = "vouches";
    private static final String SETTINGS = "settings";
    private static final String ADJUSTMENTS = "adjustments";

    /** What is read where accounts are kept, as far as its order counts. */
    static final Owners OWNERS = new Owners(
            Topics.CALL_EVENTS.name(), List.of(TopicsWithin.named(SETTINGS), TopicsWithin.named(ADJUSTMENTS)));

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final StreamsBuilder builder = new StreamsBuilder();
    private final List<KStream<byte[], byte[]>> unusable = new ArrayList<>();
    private final Surroundings surroundings;

    private EnforcementTopology(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Draws it. */
    public static Topology build(Surroundings surroundings) {
        var drawing = new EnforcementTopology(surroundings);
        var orders = drawing.demands();
        drawing.blacklist(orders);
        drawing.rates();
        var provisioning = drawing.provisioning();
        var vouches = drawing.vouches();
        drawing.reject("provisioning");
        drawing.accounts(provisioning.merge(vouches, Named.as("accounts-rekeyed")));
        drawing.gateways();
        return drawing.builder.build();
    }

    /**
     * Draws what makes accounts up anew from their settings, the adjustments and what their calls cost. Nothing of it
     * goes to a topic of the contract.
     *
     * @param counted told each partition whose live calls are counted in
     */
    static Topology rebuild(Surroundings surroundings, IntConsumer counted) {
        var drawing = new EnforcementTopology(surroundings);
        var stores = List.of(
                Stores.standings(),
                Stores.settings(surroundings.registry()),
                Stores.calls(),
                Stores.looksDue(),
                Stores.adjustments(),
                Stores.earlyAdjustments(),
                Stores.recordedCosts());
        stores.forEach(drawing.builder::addStateStore);
        KStream<byte[], Cost> costs = drawing.read(Topics.CALL_RECORDS, CallRecord.class, new RecordInput());
        KStream<byte[], Inlet> recorded = costs.mapValues(Inlet.Recorded::new, Named.as("as-recorded"));
        recorded.merge(drawing.provisioning(), Named.as("rebuild-inputs"))
                .process(
                        () -> new RebuildProcessor(surroundings, counted),
                        Named.as("rebuild-accounts"),
                        stores.stream().map(StoreBuilder::name).toArray(String[]::new));
        return drawing.builder.build();
    }

    /** Fraud systems and operators; yields the orders about entries. */
    private KStream<byte[], byte[]> demands() {
        KStream<byte[], Demand> verdicts =
                read(Topics.VERDICTS, FraudVerdict.class, new VerdictInput(surroundings.breadth()));
        KStream<byte[], Demand> commands = read(Topics.OPERATOR_COMMANDS, OperatorCommand.class, new CommandInput());
        var routed = verdicts.merge(commands, Named.as("demands"))
                .process(() -> new DemandRouter(surroundings, ENTRY_ORDERS), Named.as("route-demands"));
        publish(routed, "demands", Topics.TERMINATIONS);
        reject("demands");
        return rekeyed(only(routed, ENTRY_ORDERS, "rekey"), ENTRY_ORDERS);
    }

    private void blacklist(KStream<byte[], byte[]> orders) {
        builder.addStateStore(Stores.entries());
        builder.addStateStore(Stores.orderIds());
        builder.addStateStore(Stores.blacklistDue());
        var entries = orders.mapValues(
                        bytes -> EntryForms.orders().deserializer().deserialize(ENTRY_ORDERS, bytes),
                        Named.as("decode-" + ENTRY_ORDERS))
                .process(
                        () -> new BlacklistProcessor(surroundings, ENTRY_ORDERS),
                        Named.as("keep-blacklist"),
                        Stores.ENTRIES,
                        Stores.ORDER_IDS,
                        Stores.BLACKLIST_DUE);
        publish(entries, "entries", Topics.BLACKLIST);
    }

    /** What destinations cost, known to all. */
    private void rates() {
        var form = RateForms.SERDE;
        builder.addGlobalStore(
                Stores.rates(),
                TopicsWithin.RATES.name(),
                Consumed.with(BYTES, form).withName("rates-within"),
                RateKeeper::new);
        this.<Rate, Optional<ListedRate>>read(Topics.RATES, Rate.class, new RateInput())
                .mapValues(
                        rate -> form.serializer().serialize(TopicsWithin.RATES.name(), rate.orElse(null)),
                        Named.as("encode-rates"))
                .to(TopicsWithin.RATES.name(), Produced.with(BYTES, BYTES).withName("keep-rates"));
    }

    /** Provisioning and billing; yields accounts' settings and money. */
    private KStream<byte[], Inlet> provisioning() {
        var encoder = AccountForms.settings(surroundings.registry()).serializer();
        var settings = this.<Account, Optional<Account>>read(Topics.ACCOUNTS, Account.class, new AccountInput())
                .mapValues(
                        account ->
                                surroundings.patience().retry(() -> encoder.serialize(SETTINGS, account.orElse(null))),
                        Named.as("encode-" + SETTINGS));
        var adjustments = this.<BalanceAdjustment, BalanceAdjustment>accepted(
                        Topics.BALANCE_ADJUSTMENTS, BalanceAdjustment.class, new AdjustmentInput())
                .process(OriginNote::new, Named.as("note-origin"));
        KStream<byte[], Inlet> provisioned =
                rekeyed(settings, SETTINGS).mapValues(Inlet.Settings::new, Named.as("as-" + SETTINGS));
        KStream<byte[], Inlet> booked =
                rekeyed(adjustments, ADJUSTMENTS).mapValues(Inlet.Adjustment::new, Named.as("as-" + ADJUSTMENTS));
        return provisioned.merge(booked, Named.as("provisioning"));
    }

    /** Gateways that have taken up another's calls; the others' snapshots tell nothing that their events do not. */
    private KStream<byte[], Inlet> vouches() {
        var form = LeaseForms.VOUCHES;
        var moved = this.<DialogSnapshot, Optional<Vouch>>read(Topics.DIALOGS, DialogSnapshot.class, new DialogInput())
                .flatMapValues(vouch -> vouch.stream().toList(), Named.as("moved-dialogs"))
                .map(
                        (key, vouch) -> KeyValue.pair(
                                vouch.account().getBytes(StandardCharsets.UTF_8),
                                form.serializer().serialize(VOUCHES, vouch)),
                        Named.as("encode-" + VOUCHES));
        return rekeyed(moved, VOUCHES)
                .mapValues(
                        bytes -> new Inlet.Vouched(form.deserializer().deserialize(VOUCHES, bytes)),
                        Named.as("as-" + VOUCHES));
    }

    /** What gateways say of themselves, known to all. */
    private void gateways() {
        builder.addGlobalStore(
                Stores.gateways(),
                Topics.GATEWAYS.name(),
                Consumed.with(BYTES, BYTES).withName("gateways"),
                () -> new GatewayKeeper(surroundings));
    }

    private void accounts(KStream<byte[], Inlet> rekeyed) {
        builder.addStateStore(Stores.standings());
        builder.addStateStore(Stores.settings(surroundings.registry()));
        builder.addStateStore(Stores.calls());
        builder.addStateStore(Stores.endedCalls());
        builder.addStateStore(Stores.lostCalls());
        builder.addStateStore(Stores.callsDue());
        builder.addStateStore(Stores.looksDue());
        builder.addStateStore(Stores.fullAccounts());
        builder.addStateStore(Stores.adjustments());
        builder.addStateStore(Stores.earlyAdjustments());

        // Gateways hash keys as Streams does: their events are where what is re-keyed is.
        KStream<byte[], CallFact> facts = read(
                Topics.CALL_EVENTS,
                CallEvent.class,
                new CallInput(new EmergencyNumbers(surroundings.emergencyNumbers())));
        KStream<byte[], Inlet> events = facts.mapValues(Inlet.Event::new, Named.as("as-events"));
        var kept = events.merge(rekeyed, Named.as("accounts-inputs"))
                .process(
                        () -> new AccountProcessor(surroundings, List.of(SETTINGS, ADJUSTMENTS, VOUCHES)),
                        Named.as("keep-accounts"),
                        Stores.STANDINGS,
                        Stores.SETTINGS,
                        Stores.CALLS,
                        Stores.ENDED_CALLS,
                        Stores.LOST_CALLS,
                        Stores.CALLS_DUE,
                        Stores.LOOKS_DUE,
                        Stores.FULL_ACCOUNTS,
                        Stores.ADJUSTMENTS,
                        Stores.EARLY_ADJUSTMENTS);
        publish(
                kept,
                "accounts",
                Topics.TERMINATIONS,
                Topics.BLACKLIST,
                Topics.ADMISSIONS,
                Topics.ACCOUNT_STATES,
                Topics.CALL_RECORDS,
                Topics.REJECTED_INPUT);
        reject("calls");
    }

    /** What the sound records of an input topic mean. */
    private <A extends SpecificRecord, T> KStream<byte[], T> read(
            Topic topic, Class<A> type, Interpreter<A, ? extends T> interpreter) {
        return this.<A, T>accepted(topic, type, interpreter)
                .mapValues(value -> ((Read.Accepted<T>) value).meaning(), Named.as("meaning-" + name(topic)));
    }

    private static String name(Topic topic) {
        return topic.name().substring(topic.name().indexOf('.') + 1);
    }

    /** The sound records of an input topic; the others wait for {@link #reject}. */
    private <A extends SpecificRecord, T> KStream<byte[], Read<T>> accepted(
            Topic topic, Class<A> type, Interpreter<A, ? extends T> interpreter) {
        var name = name(topic);
        KStream<byte[], Read<T>> read = builder.stream(
                        topic.name(), Consumed.with(BYTES, BYTES).withName(name))
                .process(
                        () -> new InputReader<A, T>(topic, type, interpreter::interpret, surroundings),
                        Named.as("read-" + name));
        unusable.add(read.filter((key, value) -> value instanceof Read.Rejected<T>, Named.as("unusable-" + name))
                .mapValues(value -> ((Read.Rejected<T>) value).value(), Named.as("unusable-bytes-" + name)));
        return read.filter((key, value) -> value instanceof Read.Accepted<T>, Named.as("sound-" + name));
    }

    /** Sets aside what was unusable since the last call, by one way out: fewer tasks than one for each topic. */
    private void reject(String from) {
        var all = unusable.get(0);
        for (int i = 1; i < unusable.size(); i++) {
            all = all.merge(unusable.get(i), Named.as("unusable-" + from + "-" + i));
        }
        all.to(Topics.REJECTED_INPUT.name(), Produced.with(BYTES, BYTES).withName("reject-" + from));
        unusable.clear();
    }

    /** Sends what is meant for each of these topics there. */
    private static void publish(KStream<byte[], Emission> emissions, String from, Topic... topics) {
        for (var topic : List.of(topics)) {
            only(emissions, topic.name(), from)
                    .to(topic.name(), Produced.with(BYTES, BYTES).withName(from + "-to-" + topic.name()));
        }
    }

    /** Sends records through a topic of our own, so that all of one key meets in one place, whoever wrote it. */
    private KStream<byte[], byte[]> rekeyed(KStream<byte[], byte[]> records, String topic) {
        return records.repartition(Repartitioned.<byte[], byte[]>as(topic)
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
