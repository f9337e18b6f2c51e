package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Action;
import io.tollgate.BlacklistEntry;
import io.tollgate.FraudVerdict;
import io.tollgate.schemas.serde.HttpSchemaRegistry;
import io.tollgate.schemas.serde.Schemas;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.system.KafkaChoice.OnlyEmbedded;
import io.tollgate.testsupport.fixture.Orders;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command's promises to whoever starts and stops it. */
class UpSystemTest {

    private static final TopicPartition SOMEWHERE = new TopicPartition(Topics.RATES.name(), 0);

    @TempDir
    private Path data;

    @BeforeAll
    static void tellOfBroker() {
        KafkaChoice.here().keepEmbedded(OnlyEmbedded.BROUGHT_ALONG);
    }

    /** One after the other over one directory, since each start is dear. */
    @Test
    void shouldFindItsStateAgainAtTheNextStart() throws Exception {
        // Given
        int schemaBefore;
        Instant expiresAt;
        try (TollgateProcess first = TollgateProcess.up(data)) {
            Map<String, String> ready = first.awaitReady();
            assertThat(ready).containsOnlyKeys("sip", "kafka", "registry", "http", "upstream", "gateway");
            assertThat(ready.get("kafka")).matches("127\\.0\\.0\\.1:[1-9]\\d*");
            assertThat(healthStatus(ready)).isEqualTo(200);
            assertThat(topics(ready).keySet())
                    .containsAll(Topics.ALL.stream().map(Topic::name).toList());
            schemaBefore = verdictSchema(ready);
            write(ready, "kept");
            expiresAt = Instant.now().plusSeconds(20);
            blacklist(ready, "before", expiresAt);
            assertRefused("data: '" + data + "'");
            assertThat(first.stop()).isZero();
            assertThat(first.out()).hasSize(1);
        }
        assertRefused("partitions=4: topic", "--partitions=4");

        // When
        try (TollgateProcess second = TollgateProcess.up(data)) {
            Map<String, String> ready = second.awaitReady();

            // Then
            assertThat(verdictSchema(ready)).isEqualTo(schemaBefore);
            assertThat(topics(ready).get(SOMEWHERE.topic()).partitions()).hasSize(3);
            assertThat(firstValue(ready)).isEqualTo("kept");
            try (TopicReader<BlacklistEntry> entries = entries(ready)) {
                entries.await("the entry", 1, entry -> "before".equals(entry.getAccount()));
                entries.awaitNoneStanding("expired entry", entry -> "before".equals(entry.getAccount()));
                assertThat(Instant.now()).isAfterOrEqualTo(expiresAt);
                blacklist(ready, "after", Instant.now().plusSeconds(2));
                entries.awaitNoneStanding("expired entry", entry -> "after".equals(entry.getAccount()));
            }
            second.kill();
        }

        // When
        try (TollgateProcess third = TollgateProcess.up(data)) {
            Map<String, String> ready = third.awaitReady();

            // Then
            assertThat(firstValue(ready)).isEqualTo("kept");
            assertThat(healthStatus(ready)).isEqualTo(200);
            assertThat(third.stop()).isZero();
        }
    }

    /** A start over the same directory is refused with one line that has this in it. */
    private void assertRefused(String fault, String... options) {
        try (TollgateProcess refused = TollgateProcess.up(data, options)) {
            assertThat(refused.awaitStatus()).isEqualTo(2);
            assertThat(refused.err()).anyMatch(line -> line.contains(fault));
        }
    }

    private static TopicReader<BlacklistEntry> entries(Map<String, String> ready) {
        return TopicReader.of(ready.get("kafka"), ready.get("registry"), Topics.BLACKLIST, BlacklistEntry.class);
    }

    /** Returns when the entry stands. */
    private static void blacklist(Map<String, String> ready, String account, Instant expiresAt) {
        try (Publisher publisher = new Publisher(ready.get("kafka"), ready.get("registry"));
                TopicReader<BlacklistEntry> entries = entries(ready)) {
            FraudVerdict verdict = Orders.verdict(Action.BLACKLIST)
                    .setAccount(account)
                    .setIssuedAt(Instant.now())
                    .setExpiresAt(expiresAt)
                    .build();
            publisher.publish(Topics.VERDICTS, verdict.getVerdictId(), verdict);
            entries.await("the entry", 1, entry -> account.equals(entry.getAccount()));
        }
    }

    @Test
    void shouldRefusePortsInUseWithOneLineForEach() throws IOException {
        // Given
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
                DatagramSocket udp = new DatagramSocket(0, loopback)) {
            String kafka = "127.0.0.1:" + tcp.getLocalPort();
            String sip = "127.0.0.1:" + udp.getLocalPort();

            // When
            try (TollgateProcess process = TollgateProcess.start(
                    "up",
                    "--data=" + data,
                    "--kafka",
                    kafka,
                    "--sip",
                    sip,
                    "--registry=http://127.0.0.1:0",
                    "--http=off")) {
                int status = process.awaitStatus();

                // Then
                assertThat(status).isEqualTo(2);
                assertThat(process.out()).isEmpty();
                assertThat(process.err()).hasSize(2);
                assertThat(process.err()).anyMatch(line -> line.contains("--kafka: '" + kafka + "'"));
                assertThat(process.err()).anyMatch(line -> line.contains("--sip: '" + sip + "'"));
            }
        }
    }

    @Test
    void shouldTellEveryWrongSettingInOneLine() {
        // Given
        Map<String, String> environment = Map.of("TOLLGATE_PARTITIONS", "many", "TOLLGATE_COLOUR", "red");

        // When
        try (TollgateProcess process =
                TollgateProcess.start(environment, "up", "--sip=nowhere", "--sips=somewhere", "--speed=9")) {
            int status = process.awaitStatus();

            // Then
            assertThat(status).isEqualTo(2);
            assertThat(process.out()).isEmpty();
            assertThat(process.err()).hasSize(5);
            for (String fault : List.of(
                    "--sip: 'nowhere'",
                    "--sips: 'somewhere'",
                    "--speed: '9'",
                    "TOLLGATE_PARTITIONS: 'many'",
                    "TOLLGATE_COLOUR: 'red'")) {
                assertThat(process.err()).anyMatch(line -> line.contains(fault) && line.contains("expected"));
            }
        }
    }

    @Test
    void shouldWaitVisiblyForKafkaThatIsAway() throws IOException {
        // Given
        String nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "127.0.0.1:" + closed.getLocalPort();
        }

        // When
        try (TollgateProcess process =
                TollgateProcess.start("streams", "--data=" + data, "--kafka", nobody, "--http=off")) {
            process.awaitError("no answer from Kafka at " + nobody);

            // Then
            assertThat(process.alive()).isTrue();
            assertThat(process.stop()).isZero();
            assertThat(process.out()).isEmpty();
        }
    }

    private static int healthStatus(Map<String, String> ready) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ready.get("http") + "/health"))
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return response.statusCode();
    }

    private static int verdictSchema(Map<String, String> ready) {
        Class<io.tollgate.FraudVerdict> type = io.tollgate.FraudVerdict.class;
        return new HttpSchemaRegistry(URI.create(ready.get("registry")))
                .lookup(Topics.VERDICTS.subject(), Schemas.text(type));
    }

    private static Map<String, TopicDescription> topics(Map<String, String> ready) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ready.get("kafka")))) {
            return admin.describeTopics(admin.listTopics().names().get(30, TimeUnit.SECONDS))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void write(Map<String, String> ready, String value) throws Exception {
        Map<String, Object> configuration = Map.of("bootstrap.servers", ready.get("kafka"), "acks", "all");
        try (var producer = new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(SOMEWHERE.topic(), SOMEWHERE.partition(), "key", value))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static String firstValue(Map<String, String> ready) {
        Map<String, Object> configuration = Map.of("bootstrap.servers", ready.get("kafka"));
        try (var consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(SOMEWHERE));
            consumer.seekToBeginning(List.of(SOMEWHERE));
            return consumer.poll(Duration.ofSeconds(30)).iterator().next().value();
        }
    }
}
