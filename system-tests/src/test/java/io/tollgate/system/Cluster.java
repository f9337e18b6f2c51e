package io.tollgate.system;

import io.tollgate.Account;
import io.tollgate.AccountState;
import io.tollgate.BlacklistEntry;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.Termination;
import io.tollgate.phone.TestUpstream;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * All of Tollgate in processes of its own, started once for the whole test run, with the clients that strangers would use.
 * Starting takes as long as many tests, so they share it: each names its own accounts, numbers and prefixes, and then none
 * sees another. What needs an upstream of its own starts a {@link #gateway} for it.
 *
 * <p>Safe for use by several threads. Ends with the JVM.
 */
public final class Cluster {

    /** How long anything may take that Kafka and Streams have a part in; a busy machine is no fault. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Of every topic. */
    static final int PARTITIONS = 3;

    /** No test here is about decisions that come too late, and on a busy machine half a second is soon over. */
    private static final String PATIENT = "--decision-millis=10000";

    private static final Duration RINGING = Duration.ofMillis(20);
    private static final int REMEMBERED = 200_000;

    private final Path data;
    private final TestUpstream upstream;
    private final Optional<KafkaContainers> containers;
    private final Map<String, String> ready;
    private final List<TollgateProcess> parts = new CopyOnWriteArrayList<>();
    private final GatewayProcess first;
    private final List<GatewayProcess> gateways = new CopyOnWriteArrayList<>();
    private final Map<String, TopicReader<?>> readers = new ConcurrentHashMap<>();
    private final Publisher publisher;
    private final Api api;
    private final Provisioning provisioning;
    private final Billing billing;
    private GatewayProcess second;

    private Cluster() {
        this.data = temporaryDirectory();
        this.upstream = TestUpstream.open("127.0.0.1", 0, RINGING, REMEMBERED);
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "cluster-end"));
        this.containers =
                KafkaChoice.here().takesContainers() ? Optional.of(KafkaContainers.start()) : Optional.empty();
        if (containers.isPresent()) {
            this.ready = startStreams(containers.get());
            this.first = gateway(upstream.uri());
        } else {
            TollgateProcess up = started(TollgateProcess.up(data, "--upstream=" + upstream.uri(), PATIENT));
            this.ready = up.awaitReady();
            this.first = new GatewayProcess(up, ready);
            gateways.add(first);
        }
        this.publisher = new Publisher(kafka(), registry());
        this.api = new Api(ready.get("http"));
        this.provisioning = new Provisioning(publisher, () -> api, () -> gateways);
        this.billing = new Billing(publisher, provisioning, () -> first);
    }

    /** What {@code up} does beside its gateway, on a broker that it did not bring; returns the addresses. */
    private Map<String, String> startStreams(KafkaContainers there) {
        try {
            Files.writeString(secret(), "00112233445566778899aabbccddeeff\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return started(TollgateProcess.start(
                        "streams",
                        "--data=" + data,
                        "--kafka=" + there.kafka(),
                        "--registry=" + there.registry(),
                        "--partitions=" + PARTITIONS,
                        "--stream-threads=2",
                        "--http=127.0.0.1:0"))
                .awaitReady();
    }

    private TollgateProcess started(TollgateProcess process) {
        parts.add(process);
        return process;
    }

    private static final class Holder {
        private static final Cluster CLUSTER = new Cluster();
    }

    /** The one cluster of this JVM, ready. */
    public static Cluster shared() {
        return Holder.CLUSTER;
    }

    /** {@code HOST:PORT} of the broker. */
    public String kafka() {
        return ready.get("kafka");
    }

    /** URL of the schema registry. */
    public String registry() {
        return ready.get("registry");
    }

    /** Where broker and registry run, unless they are within {@code up}. */
    Optional<KafkaContainers> containers() {
        return containers;
    }

    /** URL of the HTTP API. */
    String http() {
        return ready.get("http");
    }

    /** The file with the key that all gateways share. */
    Path secret() {
        return data.resolve("secret");
    }

    /** The upstream of {@link #first} and {@link #second}: rings for 20 ms and answers. In this JVM. */
    public TestUpstream upstream() {
        return upstream;
    }

    /** The gateway within {@code up}, or beside the containers. */
    public GatewayProcess first() {
        return first;
    }

    /** Another gateway with the same upstream and secret, in a process of its own; started when first asked for. */
    public synchronized GatewayProcess second() {
        if (second == null) {
            second = gateway(upstream.uri());
        }
        return second;
    }

    /**
     * A gateway of this cluster for an upstream of the test's own, in a process of its own; the test closes it.
     *
     * @param more options, also in place of those that all have
     */
    public GatewayProcess gateway(String upstreamUri, String... more) {
        String id = "gateway-" + UUID.randomUUID();
        List<String> arguments = new ArrayList<>(List.of(
                "gateway",
                "--data=" + data,
                "--sip=127.0.0.1:0",
                "--kafka=" + kafka(),
                "--registry=" + registry(),
                "--gateway-http=off",
                "--partitions=" + PARTITIONS,
                "--gateway-id=" + id,
                "--secret-file=" + secret(),
                "--upstream=" + upstreamUri,
                PATIENT));
        for (String option : more) {
            String key = option.substring(0, option.indexOf('=') + 1);
            arguments.removeIf(argument -> argument.startsWith(key));
            arguments.add(option);
        }
        TollgateProcess process = TollgateProcess.start(arguments.toArray(String[]::new));
        try {
            GatewayProcess gateway = new GatewayProcess(process, process.awaitReady());
            gateways.add(gateway);
            return gateway;
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    /** Writes to Kafka as others do. */
    public Publisher publisher() {
        return publisher;
    }

    /** Reads the HTTP API. */
    public Api api() {
        return api;
    }

    /** Writes an account and waits until Streams and every gateway that runs know it. */
    public void provision(Account account) {
        provisioning.provision(account);
    }

    /** Waits until Streams and every gateway know this account, which was written to this partition. */
    public void awaitProvisioned(Account account, int partition) {
        provisioning.awaitProvisioned(account, partition);
    }

    /** Waits until the API shows that many channels in use by an account. */
    public void awaitChannels(String account, int held) {
        provisioning.awaitChannels(account, held);
    }

    /** Waits until the API shows this balance of an account, in micro-units. */
    public void awaitBalance(String account, long balance) {
        provisioning.awaitBalance(account, balance);
    }

    /** Rates, metered accounts and their money. */
    Billing billing() {
        return billing;
    }

    /** Writes a verdict and waits until Kafka has it. */
    public RecordMetadata verdict(io.tollgate.FraudVerdict verdict) {
        return publisher.publish(Topics.VERDICTS, verdict.getVerdictId(), verdict);
    }

    /** Writes an operator's command and waits until Kafka has it. */
    public RecordMetadata command(io.tollgate.OperatorCommand command) {
        return publisher.publish(Topics.OPERATOR_COMMANDS, command.getCommandId(), command);
    }

    /** Call events of all gateways. */
    public TopicReader<CallEvent> events() {
        return reader(Topics.CALL_EVENTS, CallEvent.class);
    }

    /** Events of the calls with this SIP Call-ID under this account, by sequence; waits for so many. */
    public List<CallEvent> awaitEvents(String sipCallId, String account, int times) {
        List<CallEvent> found = new ArrayList<>(events().await(
                        times + " events of " + sipCallId + " under " + account,
                        times,
                        event -> event.getSipCallId().equals(sipCallId)
                                && event.getAccount().equals(account)));
        found.sort(java.util.Comparator.comparing(CallEvent::getAt).thenComparingInt(CallEvent::getSequence));
        return found;
    }

    public TopicReader<Account> accounts() {
        return reader(Topics.ACCOUNTS, Account.class);
    }

    public TopicReader<BlacklistEntry> blacklist() {
        return reader(Topics.BLACKLIST, BlacklistEntry.class);
    }

    public TopicReader<Termination> terminations() {
        return reader(Topics.TERMINATIONS, Termination.class);
    }

    public TopicReader<AccountState> accountStates() {
        return reader(Topics.ACCOUNT_STATES, AccountState.class);
    }

    public TopicReader<CallRecord> callRecords() {
        return reader(Topics.CALL_RECORDS, CallRecord.class);
    }

    /** Input that was set aside, as bytes. */
    public TopicReader<byte[]> rejectedInput() {
        return shared(Topics.REJECTED_INPUT, () -> TopicReader.bytes(kafka(), Topics.REJECTED_INPUT));
    }

    private <T extends SpecificRecord> TopicReader<T> reader(Topic topic, Class<T> type) {
        return shared(topic, () -> TopicReader.of(kafka(), registry(), topic, type));
    }

    @SuppressWarnings("unchecked") // one reader for each topic, and the topic says of what
    private <T> TopicReader<T> shared(Topic topic, Supplier<TopicReader<T>> made) {
        return (TopicReader<T>) readers.computeIfAbsent(topic.name(), name -> made.get());
    }

    private void end() {
        gateways.forEach(GatewayProcess::close);
        parts.forEach(TollgateProcess::close);
        upstream.close();
        delete(data);
    }

    static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("tollgate-system");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
