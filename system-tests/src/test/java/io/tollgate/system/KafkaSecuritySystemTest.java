package io.tollgate.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Action;
import io.tollgate.BalanceAdjustment;
import io.tollgate.FraudVerdict;
import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.TestUpstream;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.scenario.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each part on a Kafka that allows it what docs/kafka-security.md says and nothing else. The first test plays a part's
 * whole work; those after it take something away.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaSecuritySystemTest {

    private static final String STRANGER = "127.0.0.7";

    @TempDir
    static Path directory;

    private static SecuredKafka kafka;
    private static TestUpstream upstream;
    private static TollgateProcess streams;
    private static TollgateProcess gateway;
    private static Hop sip;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        List<String> users = Stream.concat(Right.table().stream().map(Right::user), Stream.of("nobody"))
                .distinct()
                .toList();
        kafka = new SecuredKafka(directory, users);
        kafka.admin()
                .createAcls(Right.table().stream().map(Right::binding).toList())
                .all()
                .get();
        RecordingAuthorizer.ALLOWED.clear();
        RecordingAuthorizer.DENIED.clear();
        upstream = TestUpstream.open("127.0.0.1", 0);
        Files.writeString(directory.resolve("secret"), "00112233445566778899aabbccddeeff\n");
        streams = part("streams", kafka.file("streams"), "--http=127.0.0.1:0");
        api = new Api(streams.awaitReady().get("http"));
        gateway = gateway("g", kafka.file("gateway"));
        sip = Hop.udp(gateway.awaitReady().get("sip"));
    }

    @AfterAll
    static void close() {
        gateway.close();
        streams.close();
        upstream.close();
        kafka.close();
    }

    private static TollgateProcess gateway(String id, Path properties) {
        return part(
                "gateway",
                properties,
                "--sip=127.0.0.1:0",
                "--gateway-id=" + id,
                "--gateway-http=off",
                "--upstream=" + upstream.uri(),
                "--source-requests-per-second=1",
                "--source-requests-burst=3",
                "--decision-millis=10000",
                "--secret-file=" + directory.resolve("secret"));
    }

    private static TollgateProcess part(String part, Path properties, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                part,
                "--kafka=" + kafka.kafka(),
                "--registry=" + kafka.registry(),
                "--kafka-properties=" + properties,
                "--partitions=2",
                "--data=" + directory));
        arguments.addAll(List.of(more));
        return TollgateProcess.start(
                Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
                arguments.toArray(String[]::new));
    }

    @Test
    @Order(1)
    void shouldUseEachRightAndAskForNoOther() throws Exception {
        // When each part does all that it does
        publish(
                "billing",
                Topics.RATES,
                "p/49",
                Accounts.rate("49").setPlan("p").build());
        BalanceAdjustment credit = Accounts.adjustment("alice")
                .setAdjustmentId("a1")
                .setAmount(1_000_000_000)
                .build();
        publish("billing", Topics.BALANCE_ADJUSTMENTS, "alice", credit);
        publish(
                "provisioning",
                Topics.ACCOUNTS,
                "alice",
                Billing.metered("alice").setRatePlan("p").build());
        publish(
                "provisioning",
                Topics.ACCOUNTS,
                "carol",
                Accounts.account("carol")
                        .setHa1("0123456789abcdef0123456789abcdef")
                        .build());
        Await.until(
                "alice's credit",
                Cluster.PATIENCE,
                () -> api.account("alice").path("balance").asLong() > 0,
                () -> api.account("alice"));
        writeAsTheApi();
        try (Phone alice = Phone.of("alice").proxy(sip).open()) {
            PlacedCall call = answered(alice);
            FraudVerdict verdict = FraudVerdict.newBuilder()
                    .setVerdictId("v1")
                    .setSource("test")
                    .setIssuedAt(Instant.now())
                    .setAction(Action.TERMINATE_AND_BLACKLIST)
                    .setAccount("alice")
                    .setDestinationPrefix(Cast.LOCAL_PREFIX)
                    .setReason("test")
                    .build();
            publish("fraud", Topics.VERDICTS, "v1", verdict);
            call.awaitEnded(Cluster.PATIENCE);
        }
        publishBytes("fraud", Topics.VERDICTS, new byte[] {1});
        irritate();

        // Then
        read("billing", Topics.CALL_RECORDS, Topics.ACCOUNT_STATES);
        read("reader", Topics.CALL_EVENTS, Topics.TERMINATIONS, Topics.REJECTED_INPUT);
        Await.until(
                "each right to be used", Cluster.PATIENCE, () -> unused().isEmpty(), KafkaSecuritySystemTest::unused);
        assertThat(RecordingAuthorizer.DENIED).isEmpty();
    }

    private static List<Right> unused() {
        return Right.table().stream()
                .filter(right -> RecordingAuthorizer.ALLOWED.stream().noneMatch(right::allows))
                .toList();
    }

    /** With the user of its process, which is what counts here. */
    private static void writeAsTheApi() {
        OperatorCommand command = OperatorCommand.newBuilder()
                .setCommandId("c1")
                .setOperator("test")
                .setAt(Instant.now())
                .setAction(OperatorAction.TERMINATE)
                .setAccount("nobody")
                .build();
        publish("streams", Topics.OPERATOR_COMMANDS, "c1", command);
        publish("streams", Topics.ACCOUNTS, "bob", Accounts.bob().build());
        publish(
                "streams",
                Topics.BALANCE_ADJUSTMENTS,
                "bob",
                Accounts.adjustment("bob").build());
        publish(
                "streams",
                Topics.RATES,
                "p/48",
                Accounts.rate("48").setPlan("p").build());
    }

    /** Over TCP, where a source cannot be forged: the gateway tells all others by a verdict. */
    private static void irritate() {
        try (Phone carol = Phone.of("carol")
                .bind(STRANGER, 0)
                .transport(Hop.Transport.TCP)
                .proxy(sip.over(Hop.Transport.TCP))
                .open()) {
            for (int i = 0; i < 20; i++) {
                carol.request("MESSAGE", Cast.LOCAL);
            }
            Await.until(
                    "the gateway's verdict to have its effect",
                    Cluster.PATIENCE,
                    () -> api.read("/api/blacklist").toString().contains(STRANGER + "/32"),
                    () -> api.read("/api/blacklist"));
        }
    }

    @Test
    @Order(2)
    void shouldRefuseStrangersToATopic() {
        assertRefused("fraud", Topics.BALANCE_ADJUSTMENTS);
        assertRefused("gateway", Topics.BALANCE_ADJUSTMENTS);
        assertRefused("reader", Topics.VERDICTS);
    }

    private static void assertRefused(String user, Topic topic) {
        assertThatThrownBy(() -> publishBytes(user, topic, new byte[] {1}))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    @Order(3)
    void shouldSayWithStatusTwoThatCredentialsOrRightsAreMissing() throws Exception {
        // When
        try (TollgateProcess wrong = gateway("wrong", kafka.file("gateway", "wrong"));
                TollgateProcess nobody = gateway("nobody", kafka.file("nobody"))) {

            // Then
            assertThat(wrong.awaitStatus()).isEqualTo(2);
            assertThat(wrong.err()).anyMatch(line -> line.contains("accepts the credentials in kafka-properties"));
            assertThat(nobody.awaitStatus()).isEqualTo(2);
            assertThat(nobody.err()).anyMatch(line -> line.contains("allows us to describe and create"));
        }
    }

    @Test
    @Order(4)
    void shouldKeepEventsWhileTheGatewayMayNotWriteThem() throws Exception {
        // Given
        Right right = new Right("gateway", "Write", "Topic", Topics.CALL_EVENTS.name());
        take(right);

        // When
        String callId;
        try (Phone dora = Phone.of("dora").proxy(sip).open()) {
            PlacedCall call = answered(dora);
            callId = call.callId();
            awaitSaid(gateway, "use=\"events\"", Topics.CALL_EVENTS.name());
            give(right);
        }

        // Then
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("reader", Topics.CALL_EVENTS)) {
            List<String> seen = new ArrayList<>();
            Await.until(
                    "the call's events",
                    Cluster.PATIENCE,
                    () -> {
                        consumer.poll(Duration.ofMillis(200))
                                .forEach(record -> seen.add(new String(record.value(), ISO_8859_1)));
                        return seen.stream()
                                        .filter(text -> text.contains(callId))
                                        .count()
                                >= 3;
                    },
                    seen::size);
        }
    }

    @Test
    @Order(5)
    void shouldNameWhatAGatewayMayNotReadOrOwn() throws Exception {
        Right reading = new Right("gateway", "Read", "Topic", Topics.TERMINATIONS.name());
        take(reading);
        awaitSaid(gateway, "use=\"views\"", Topics.TERMINATIONS.name());
        give(reading);

        Right beating = new Right("gateway", "Write", "Topic", Topics.GATEWAYS.name());
        take(beating);
        awaitSaid(gateway, "use=\"heartbeats\"", Topics.GATEWAYS.name());
        give(beating);
    }

    @Test
    @Order(6)
    void shouldNameWhatStreamsMayNotRead() throws Exception {
        Right right = new Right("streams", "Read", "Topic", Topics.VERDICTS.name());
        take(right);
        awaitSaid(streams, "stream thread failed", "");
        awaitSaid(streams, Topics.VERDICTS.name(), "authorized");
        give(right);
    }

    private static void take(Right right) throws Exception {
        assertThat(Right.table()).contains(right);
        kafka.admin().deleteAcls(List.of(right.binding().toFilter())).all().get();
    }

    private static void give(Right right) throws Exception {
        kafka.admin().createAcls(List.of(right.binding())).all().get();
    }

    private static void awaitSaid(TollgateProcess process, String... words) {
        Await.until(
                "a line with " + Arrays.toString(words),
                Cluster.PATIENCE,
                () -> process.err().stream().anyMatch(line -> Stream.of(words).allMatch(line::contains)),
                process::err);
    }

    private static PlacedCall answered(Phone phone) {
        PlacedCall call = phone.invite(Cast.LOCAL);
        call.await("an answer", call.answered(), Cluster.PATIENCE);
        return call;
    }

    private static void publish(String user, Topic topic, String key, SpecificRecord record) {
        try (Publisher publisher = new Publisher(kafka.kafka(), kafka.registry(), kafka.client(user))) {
            publisher.publish(topic, key, record);
        }
    }

    private static void publishBytes(String user, Topic topic, byte[] value) {
        try (Publisher publisher = new Publisher(kafka.kafka(), kafka.registry(), kafka.client(user))) {
            publisher.publishBytes(topic, new byte[] {1}, value);
        }
    }

    private static void read(String user, Topic... topics) {
        for (Topic topic : topics) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer(user, topic)) {
                Await.until(
                        "a record for " + user + " on " + topic.name(),
                        Cluster.PATIENCE,
                        () -> !consumer.poll(Duration.ofMillis(200)).isEmpty(),
                        () -> "none");
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String user, Topic topic) {
        Map<String, Object> configuration = new HashMap<>(kafka.client(user));
        configuration.put("bootstrap.servers", kafka.kafka());
        configuration.put("group.id", user + "-" + topic.name());
        configuration.put("auto.offset.reset", "earliest");
        configuration.put("isolation.level", "read_committed");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic.name()));
        return consumer;
    }
}
