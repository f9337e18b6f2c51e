package io.tollgate.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.launcher.broker.EmbeddedKafka;
import io.tollgate.launcher.registry.EmbeddedRegistry;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.system.KafkaChoice.OnlyEmbedded;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker that lets in nobody without a password and lets do nothing without a right, over TLS, and a registry beside it.
 * Every user's password is the name spelt twice. In this JVM. For one thread.
 */
final class SecuredKafka implements AutoCloseable {

    private static final HostPort ANY = HostPort.parse("127.0.0.1:0");
    private static final String STORE_PASSWORD = "changeit";
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private final Path directory;
    private final Path keys;
    private final EmbeddedKafka broker;
    private final EmbeddedRegistry registry;
    private final Admin admin;

    SecuredKafka(Path directory, List<String> users) throws Exception {
        this.directory = directory;
        this.keys = directory.resolve("broker.p12");
        makeCertificate();
        KafkaChoice.here().keepEmbedded(OnlyEmbedded.SECURED);
        this.broker = EmbeddedKafka.start(ANY, directory.resolve("broker"), brokerSettings(users));
        this.registry = EmbeddedRegistry.start(ANY, broker.address(), client("admin"));
        Map<String, Object> configuration = new HashMap<>(client("admin"));
        configuration.put("bootstrap.servers", kafka());
        this.admin = Admin.create(configuration);
    }

    String kafka() {
        return broker.address().toString();
    }

    String registry() {
        return registry.uri().toString();
    }

    /** One who may do everything. */
    Admin admin() {
        return admin;
    }

    /** What a client of this user has in its properties. */
    Map<String, String> client(String user) {
        return client(user, user + user);
    }

    private Map<String, String> client(String user, String password) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                LOGIN + " username=\"" + user + "\" password=\"" + password + "\";",
                "ssl.truststore.location",
                keys.toString(),
                "ssl.truststore.password",
                STORE_PASSWORD);
    }

    /** A file for {@code --kafka-properties}. */
    Path file(String user) throws IOException {
        return file(user, user + user);
    }

    Path file(String user, String password) throws IOException {
        Properties properties = new Properties();
        properties.putAll(client(user, password));
        properties.setProperty("repartition.purge.interval.ms", "500"); // of Streams; by default 30 s
        Path file = directory.resolve(user + "-" + password.length() + ".properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        return file;
    }

    private Map<String, String> brokerSettings(List<String> users) {
        String passwords = Stream.concat(Stream.of("admin"), users.stream())
                .map(user -> "user_" + user + "=\"" + user + user + "\"")
                .collect(Collectors.joining(" "));
        Map<String, String> settings = new HashMap<>(Map.of(
                "listener.security.protocol.map", "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "listener.name.plaintext.plain.sasl.jaas.config",
                        LOGIN + " username=\"admin\" password=\"adminadmin\" " + passwords + ";",
                "authorizer.class.name", RecordingAuthorizer.class.getName(),
                // the controller listens on loopback for this broker alone
                "super.users", "User:admin;User:ANONYMOUS"));
        for (String store : List.of("keystore", "truststore")) { // the broker is a client of its own
            settings.put("ssl." + store + ".location", keys.toString());
            settings.put("ssl." + store + ".password", STORE_PASSWORD);
        }
        return settings;
    }

    private void makeCertificate() throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-ext",
                        "bc=ca:true",
                        "-validity",
                        "7",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        if (keytool.waitFor() != 0) {
            throw new AssertionError("keytool: " + said);
        }
    }

    @Override
    public void close() {
        admin.close();
        registry.close();
        broker.close();
    }
}
