package io.tollgate.system;

import io.tollgate.phone.TestUpstream;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.system.KafkaChoice.OnlyEmbedded;
import io.tollgate.testsupport.scenario.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Tollgate in as many processes as a test wants, the broker's too, each of which can be killed, paused and started again
 * where it was. The upstream is in this JVM. For one thread.
 */
final class Fleet implements AutoCloseable {

    /** Of every topic. */
    static final int PARTITIONS = 2;

    static final Duration RINGING = Duration.ofMillis(20);
    private static final int REMEMBERED = 200_000;

    private final Path data;
    private final TestUpstream upstream;
    private final Map<String, GatewayProcess> gateways = new LinkedHashMap<>();
    private final Map<String, List<String>> gatewayArguments = new LinkedHashMap<>();
    private final Map<Integer, TollgateProcess> streams = new LinkedHashMap<>();
    private final Map<Integer, Api> apis = new LinkedHashMap<>();
    private final List<TopicReader<?>> readers = new ArrayList<>();
    private final Publisher publisher;
    private final Provisioning provisioning;
    private final String kafka;
    private final String registry;
    private final Path secret;
    private final List<String> streamsOptions;
    private TollgateProcess broker;

    /**
     * Broker, registry and one Streams instance.
     *
     * @param streamsOptions of every Streams instance
     */
    Fleet(Path data, String... streamsOptions) {
        this.data = data;
        this.streamsOptions = List.of(streamsOptions);
        this.upstream = TestUpstream.open("127.0.0.1", 0, RINGING, REMEMBERED);
        KafkaChoice.here().keepEmbedded(OnlyEmbedded.KILLED);
        this.broker = broker("127.0.0.1:0", "127.0.0.1:0");
        Map<String, String> ready = broker.awaitReady();
        this.kafka = ready.get("kafka");
        this.registry = ready.get("registry");
        this.secret = written("secret", "00112233445566778899aabbccddeeff\n");
        startStreams(1); // also makes the topics
        this.publisher = new Publisher(kafka, registry);
        this.provisioning = new Provisioning(publisher, this::api, () -> List.copyOf(gateways.values()));
    }

    private TollgateProcess broker(String listen, String registryListen) {
        return TollgateProcess.start(
                KafkaMain.class.getName(),
                Map.of(),
                listen,
                registryListen,
                data.resolve("broker").toString());
    }

    /** SIGKILL for broker and registry. */
    void killBroker() {
        broker.kill();
    }

    /** Starts them again where they were; returns when they can be used. */
    void startBroker() {
        URI uri = URI.create(registry);
        broker = broker(kafka, uri.getHost() + ":" + uri.getPort());
        broker.awaitReady();
    }

    TollgateProcess broker() {
        return broker;
    }

    /** Starts a gateway; returns when it takes calls. */
    GatewayProcess startGateway(String id, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "gateway",
                "--data=" + data,
                "--gateway-id=" + id,
                "--secret-file=" + secret,
                "--upstream=" + upstream.uri(),
                "--gateway-http=off"));
        arguments.addAll(connection());
        arguments.addAll(List.of(more));
        gatewayArguments.put(id, arguments);
        return launch(id, "127.0.0.1:0");
    }

    /** Starts a gateway again at its address; does not wait for it. */
    TollgateProcess relaunch(String id) {
        return process(id, gateways.get(id).sip().address().getPort());
    }

    /** Starts a gateway again at its address; returns when it takes calls. */
    GatewayProcess restartGateway(String id) {
        return launch(id, "127.0.0.1:" + gateways.get(id).sip().address().getPort());
    }

    private GatewayProcess launch(String id, String sip) {
        TollgateProcess process = process(id, sip);
        GatewayProcess gateway = new GatewayProcess(process, process.awaitReady());
        gateways.put(id, gateway);
        return gateway;
    }

    private TollgateProcess process(String id, int port) {
        return process(id, "127.0.0.1:" + port);
    }

    private TollgateProcess process(String id, String sip) {
        List<String> arguments = new ArrayList<>(gatewayArguments.get(id));
        arguments.add("--sip=" + sip);
        return TollgateProcess.start(arguments.toArray(String[]::new));
    }

    /** Ends all gateways as an operator does, at once: they hand over nothing, and the next ones have no dead to adopt. */
    void stopGateways() {
        gateways.values().parallelStream().map(GatewayProcess::process).forEach(process -> {
            if (process.alive()) {
                process.stop();
            }
        });
        gateways.clear();
    }

    GatewayProcess gateway(String id) {
        return gateways.get(id);
    }

    /** Starts a Streams instance; returns when it is ready to read. */
    TollgateProcess startStreams(int number, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("streams", "--data=" + data, "--http=127.0.0.1:0", "--streams-instance=" + number));
        arguments.addAll(connection());
        arguments.addAll(streamsOptions);
        arguments.addAll(List.of(more));
        TollgateProcess process = TollgateProcess.start(arguments.toArray(String[]::new));
        apis.put(number, new Api(process.awaitReady().get("http")));
        streams.put(number, process);
        return process;
    }

    TollgateProcess streams(int number) {
        return streams.get(number);
    }

    private List<String> connection() {
        return List.of("--kafka=" + kafka, "--registry=" + registry, "--partitions=" + PARTITIONS);
    }

    private Path written(String name, String text) {
        try {
            return Files.writeString(data.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String kafka() {
        return kafka;
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

    /** Of this Streams instance. */
    Api api(int number) {
        return apis.get(number);
    }

    /** Of some Streams instance that runs. */
    Api api() {
        return streams.entrySet().stream()
                .filter(each -> each.getValue().alive())
                .map(each -> apis.get(each.getKey()))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until no instance shows a channel of the account in use. */
    void awaitNoChannel(String account) {
        Await.until(
                "no channel of " + account,
                Cluster.PATIENCE,
                () -> streams.keySet().stream()
                        .filter(number -> streams.get(number).alive())
                        .map(number -> apis.get(number)
                                .account(account)
                                .path("activeChannels")
                                .asInt(0))
                        .toList(),
                seen -> seen.stream().allMatch(channels -> channels == 0));
    }

    Billing billing(String gatewayId) {
        return new Billing(publisher, provisioning, () -> gateways.get(gatewayId));
    }

    /** Reads a topic from its beginning; closed with the fleet. */
    <T extends SpecificRecord> TopicReader<T> read(Topic topic, Class<T> type) {
        TopicReader<T> reader = TopicReader.of(kafka, registry, topic, type);
        readers.add(reader);
        return reader;
    }

    @Override
    public void close() {
        readers.forEach(TopicReader::close);
        publisher.close();
        Stream.concat(gateways.values().stream().map(GatewayProcess::process), streams.values().stream())
                .forEach(TollgateProcess::close);
        broker.close();
        upstream.close();
    }
}
