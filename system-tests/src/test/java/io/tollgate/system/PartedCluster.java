package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.FraudVerdict;
import io.tollgate.launcher.broker.EmbeddedKafka;
import io.tollgate.launcher.registry.EmbeddedRegistry;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.TestUpstream;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.system.KafkaChoice.OnlyEmbedded;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.fixture.Orders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * Tollgate in parts that can be stopped one by one, for the tests that stop one: broker and registry in this JVM, Streams
 * and a gateway in a process each. For one thread.
 */
final class PartedCluster implements AutoCloseable {

    /** Of every topic: each more makes every start of Streams longer. */
    static final int PARTITIONS = 1;

    private static final Duration RINGING = Duration.ofMillis(20);
    private static final int REMEMBERED = 200_000;
    private static final HostPort ANY = HostPort.parse("127.0.0.1:0");

    private static PartedCluster current;

    private final Path data;
    private final TestUpstream upstream;
    private final EmbeddedRegistry registry;
    private final List<TopicReader<?>> readers = new ArrayList<>();
    private final Publisher publisher;
    private final Provisioning provisioning;
    private final Billing billing;
    private GatewayProcess gateway;
    private final HostPort kafka;
    private EmbeddedKafka broker;
    private boolean brokerRuns = true;
    private TollgateProcess streams;
    private Api api;

    private PartedCluster() {
        this.data = Cluster.temporaryDirectory();
        this.upstream = TestUpstream.open("127.0.0.1", 0, RINGING, REMEMBERED);
        KafkaChoice.here().keepEmbedded(OnlyEmbedded.STOPPED);
        this.broker = EmbeddedKafka.start(ANY, data.resolve("broker"));
        this.kafka = broker.address();
        this.registry = EmbeddedRegistry.start(ANY, kafka);
        startStreams(); // also makes the topics
        this.publisher = new Publisher(kafka.toString(), registry.uri().toString());
        this.gateway = startGateway();
        this.provisioning = new Provisioning(publisher, () -> api, () -> List.of(gateway));
        this.billing = new Billing(publisher, provisioning, () -> gateway);
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "parted-cluster-end"));
    }

    /** The one of this JVM, or a new one where a test left it with a part missing; closed by each test that used it. */
    static synchronized PartedCluster whole() {
        PartedCluster left = current;
        if (left == null || !left.isWhole()) {
            if (left != null) {
                left.end();
            }
            current = new PartedCluster();
        }
        return current;
    }

    private boolean isWhole() {
        return brokerRuns && streams.alive() && gateway.process().alive();
    }

    private GatewayProcess startGateway(String... more) {
        Path secret = written("secret", "00112233445566778899aabbccddeeff\n");
        List<String> arguments = new ArrayList<>(List.of(
                "gateway",
                "--data=" + data,
                "--sip=127.0.0.1:0",
                "--gateway-id=parted",
                "--secret-file=" + secret,
                "--upstream=" + upstream.uri(),
                "--gateway-http=off",
                "--unconfirmed-seconds=180")); // for as long Streams may be away here, on a slow machine
        arguments.addAll(connection());
        arguments.addAll(List.of(more));
        TollgateProcess process = TollgateProcess.start(arguments.toArray(String[]::new));
        return new GatewayProcess(process, process.awaitReady());
    }

    /** SIGKILL, and a start over what it left on its disk; returns when it takes calls. */
    void restartGateway(String... options) {
        gateway.process().kill();
        gateway = startGateway(options);
    }

    /** Starts Streams; returns when it is ready to read. */
    void startStreams() {
        List<String> arguments = new ArrayList<>(
                List.of("streams", "--data=" + data, "--http=127.0.0.1:0", "--kafka-properties=" + staticMember()));
        arguments.addAll(connection());
        streams = TollgateProcess.start(arguments.toArray(String[]::new));
        api = new Api(streams.awaitReady().get("http"));
    }

    /** Known to the broker by name, a process that was killed takes its place again without waiting for its session. */
    private Path staticMember() {
        return written("static-member.properties", "main.consumer.group.instance.id=parted\n");
    }

    private Path written(String name, String text) {
        try {
            return Files.writeString(data.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> connection() {
        return List.of("--kafka=" + kafka, "--registry=" + registry.uri(), "--partitions=" + PARTITIONS);
    }

    /**
     * Waits until the gateway has read every Termination for this account that Kafka has now: it ends the call of another
     * account whose Terminations lie in the same partition, and is ordered to by one that was written behind them.
     */
    void awaitTerminationsAtGateway(String account) {
        String fence = inSamePartition(account);
        provisioning.provision(Accounts.account(fence).build());
        try (Phone phone = gateway.phone(fence).open()) {
            PlacedCall call = phone.invite(Cast.LOCAL);
            call.awaitAnswered();
            FraudVerdict verdict =
                    Orders.terminateAccount(fence).setIssuedAt(Instant.now()).build();
            publisher.publish(Topics.VERDICTS, verdict.getVerdictId(), verdict);
            call.awaitEnded(Cluster.PATIENCE);
        }
    }

    private static String inSamePartition(String account) {
        return IntStream.range(0, 1_000)
                .mapToObj(number -> "fence-" + number)
                .filter(name -> partition(name) == partition(account))
                .findFirst()
                .orElseThrow();
    }

    private static int partition(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
    }

    /** Ends Streams as an operator does. */
    void stopStreams() {
        assertThat(streams.stop()).isZero();
    }

    /** Makes the balances up anew, as if on another machine than Streams'; these must not run. */
    void rebuild() {
        try (TollgateProcess rebuild = streamsProcess("elsewhere", "--rebuild")) {
            assertThat(rebuild.awaitStatus())
                    .as(() -> String.join("\n", rebuild.err()))
                    .isZero();
        }
    }

    /** Likewise, and kills it when it has begun to. */
    void breakOffRebuild() {
        try (TollgateProcess rebuild = streamsProcess("elsewhere", "--rebuild")) {
            rebuild.awaitError("forgetting what is there of accounts");
            rebuild.kill();
        }
    }

    /** What Streams say that refuse to start. */
    List<String> refusedStreams() {
        try (TollgateProcess refused = streamsProcess("refused")) {
            assertThat(refused.awaitStatus())
                    .as(() -> String.join("\n", refused.err()))
                    .isEqualTo(2);
            return refused.err();
        }
    }

    private TollgateProcess streamsProcess(String place, String... more) {
        List<String> arguments = new ArrayList<>(List.of("streams", "--data=" + data.resolve(place), "--http=off"));
        arguments.addAll(connection());
        arguments.addAll(List.of(more));
        return TollgateProcess.start(arguments.toArray(String[]::new));
    }

    /** SIGKILL. */
    void killStreams() {
        streams.kill();
    }

    /** Stops the broker, for good or until {@link #startBroker}. */
    void stopBroker() {
        brokerRuns = false;
        broker.close();
    }

    /** Starts it again where it was, with all that it had. */
    void startBroker() {
        broker = EmbeddedKafka.start(kafka, data.resolve("broker"));
        brokerRuns = true;
    }

    String kafka() {
        return kafka.toString();
    }

    GatewayProcess gateway() {
        return gateway;
    }

    TestUpstream upstream() {
        return upstream;
    }

    Publisher publisher() {
        return publisher;
    }

    Provisioning provisioning() {
        return provisioning;
    }

    /** What the Streams process that runs now has said beside its ready line. */
    List<String> streamsLog() {
        return streams.err();
    }

    /** Of the Streams process that runs now. */
    Api api() {
        return api;
    }

    Billing billing() {
        return billing;
    }

    /** Reads a topic from its beginning; closed with the cluster. */
    <T extends SpecificRecord> TopicReader<T> read(Topic topic, Class<T> type) {
        TopicReader<T> reader = TopicReader.of(kafka.toString(), registry.uri().toString(), topic, type);
        readers.add(reader);
        return reader;
    }

    /** What one test had of it. */
    @Override
    public void close() {
        readers.forEach(TopicReader::close);
        readers.clear();
    }

    private void end() {
        close();
        gateway.close();
        streams.close();
        publisher.close();
        registry.close();
        broker.close();
        upstream.close();
        Cluster.delete(data);
    }
}
