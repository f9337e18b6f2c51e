package io.tollgate.system;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker and a registry in containers, as {@code docker-compose.yml} has them, on free ports of loopback and with nothing
 * in them: what Tollgate does on an embedded broker it shall do on the one that people run. They share the host's network,
 * so that one address is right inside and outside. Ends with the JVM, which is Testcontainers' doing.
 */
final class KafkaContainers {

    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaContainers.class);
    private static final String HOST = "127.0.0.1";
    private static final int BROKER_PORT = 9092;
    private static final int CONTROLLER_PORT = 9093;
    private static final int REGISTRY_PORT = 8081;

    private final String clusterId = Uuid.randomUuid().toString();
    private final String kafka;
    private final String registry;

    private KafkaContainers(ComposedService broker, ComposedService schemas) {
        Map<Integer, Integer> ports = freePorts();
        this.kafka = HOST + ":" + ports.get(BROKER_PORT);
        this.registry = "http://" + HOST + ":" + ports.get(REGISTRY_PORT);
        // as the embedded broker has it: each partition costs time at the start, and a group of one waits for nobody
        String brokerContainer = start(broker.at(ports)
                .with("CLUSTER_ID", clusterId)
                .with("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4")
                .with("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4")
                .with("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"));
        String registryContainer = start(schemas.at(ports));
        LOGGER.atInfo()
                .addKeyValue("kafka", kafka)
                .addKeyValue("registry", registry)
                .addKeyValue("clusterId", clusterId)
                .addKeyValue("containers", brokerContainer + " " + registryContainer)
                .log("broker and registry are containers");
    }

    private static Map<Integer, Integer> freePorts() {
        Map<Integer, Integer> ports = new HashMap<>();
        for (int port : List.of(BROKER_PORT, CONTROLLER_PORT, REGISTRY_PORT)) {
            int free = Program.freePort(HOST);
            while (ports.containsValue(free)) {
                free = Program.freePort(HOST);
            }
            ports.put(port, free);
        }
        return ports;
    }

    @SuppressWarnings("resource") // ends with the JVM
    private static String start(ComposedService service) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(service.image()))
                .withNetworkMode("host")
                .withEnv(service.environment())
                .waitingFor(Wait.forSuccessfulCommand(service.health()).withStartupTimeout(Cluster.PATIENCE));
        container.start();
        return container.getContainerId();
    }

    /** Starts both; returns when they can be used. */
    static KafkaContainers start() {
        return new KafkaContainers(ComposedService.read("kafka"), ComposedService.read("registry"));
    }

    /** Why they cannot be had on this machine; nothing is pulled. */
    static Optional<String> obstacle() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("no Docker");
        }
        return Stream.of("kafka", "registry")
                .map(service -> ComposedService.read(service).image())
                .filter(image -> !isHere(image))
                .map(image -> "no image " + image)
                .findFirst();
    }

    private static boolean isHere(String image) {
        try {
            DockerClientFactory.lazyClient().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /** {@code HOST:PORT} of the broker. */
    String kafka() {
        return kafka;
    }

    /** URL of the registry. */
    String registry() {
        return registry;
    }

    /** Of this broker and no other. */
    String clusterId() {
        return clusterId;
    }
}
