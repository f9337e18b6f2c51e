package io.tollgate.launcher.broker;

import io.tollgate.schemas.setting.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache Kafka's own broker and controller (KRaft) in this process, so that one command shows Tollgate on a real log and
 * not on an imitation of it. It keeps everything in one directory and goes on from there at the next start. One thread
 * starts and closes it; the broker brings threads of its own.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedKafka.class);

    /** Always the same: a directory that was moved, or whose start was interrupted, still fits. */
    private static final String CLUSTER_ID = "dG9sbGdhdGUtZW1iZWQxMQ";

    /** A port that was free when asked for may be gone when it is bound; then another one is asked for. */
    private static final int TRIES = 5;

    private final KafkaRaftServer server;
    private final HostPort address;
    private final @Nullable HangingTransactions hanging;

    private EmbeddedKafka(KafkaRaftServer server, HostPort address, boolean wasKilled) {
        this.server = server;
        this.address = address;
        this.hanging = wasKilled ? HangingTransactions.end(address) : null;
    }

    /**
     * Starts the broker and returns when clients can use it.
     *
     * @param listen where to listen; port 0 takes any free one
     * @param directory the broker's alone; made if missing
     * @throws IllegalStateException if the broker does not start
     */
    public static EmbeddedKafka start(HostPort listen, Path directory) {
        return start(listen, directory, Map.of());
    }

    /**
     * Likewise, with broker settings that take the place of ours: an authorizer, SASL or TLS for the clients' listener,
     * whose name is PLAINTEXT whatever it speaks.
     */
    public static EmbeddedKafka start(HostPort listen, Path directory, Map<String, String> more) {
        for (int attempt = 1; ; attempt++) {
            int port = listen.port() == 0 ? Ports.anyFree(listen.host()) : listen.port();
            HostPort real = listen.withPort(port);
            boolean wasKilled = Files.exists(directory.resolve("meta.properties"))
                    && !Files.exists(directory.resolve(".kafka_cleanshutdown"));
            try {
                return new EmbeddedKafka(
                        startServer(real, directory.toAbsolutePath(), more), Advertised.of(real), wasKilled);
            } catch (RuntimeException e) {
                if (attempt == TRIES || Ports.tcpRefusal(real).isEmpty() || listen.port() != 0) {
                    throw new IllegalStateException("Kafka broker did not start at " + real, e);
                }
                LOGGER.atInfo().addKeyValue("address", real).log("port was taken meanwhile, trying another");
            }
        }
    }

    private static KafkaRaftServer startServer(HostPort listen, Path directory, Map<String, String> more) {
        int controller = Ports.otherThan(listen.port(), () -> Ports.anyFree("127.0.0.1"));
        Properties properties = BrokerProperties.of(listen, Advertised.of(listen), controller, directory);
        properties.putAll(more);
        try {
            Files.createDirectories(directory);
            if (!Files.exists(directory.resolve("meta.properties"))) {
                format(properties, directory);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot prepare " + directory, e);
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
    }

    private static void format(Properties properties, Path directory) throws IOException {
        Path file = directory.resolveSibling(directory.getFileName() + "-format.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream printStream = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            String[] arguments = {"format", "--cluster-id", CLUSTER_ID, "--config", file.toString()};
            if (StorageTool.execute(arguments, printStream) != 0) {
                throw new IOException("format failed: " + said.toString(StandardCharsets.UTF_8));
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Where clients connect, with the real port; never a wildcard. */
    public HostPort address() {
        return address;
    }

    /** Stops orderly: returns when everything is on disk and the port is free again. */
    @Override
    public void close() {
        if (hanging != null) {
            hanging.close();
        }
        server.shutdown();
        server.awaitShutdown();
    }
}
