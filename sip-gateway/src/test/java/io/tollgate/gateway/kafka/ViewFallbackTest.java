package io.tollgate.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.gateway.admission.Blacklist;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.gateway.identity.AccountDirectory;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.scenario.Await;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lives of a gateway one after another on one disk, with and without Kafka. */
class ViewFallbackTest {
    private static final String GATEWAY = "north";
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final List<Topic> TOPICS =
            List.of(Topics.ACCOUNTS, Topics.BLACKLIST, Topics.TERMINATIONS, Topics.ADMISSIONS);

    private final MapRegistry registry = new MapRegistry();
    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(registry);
    private final List<Life> lives = new ArrayList<>();

    @TempDir
    Path data;

    private GatewayStore store;

    /** What one life of the gateway knows. */
    private static final class Life {
        final AccountDirectory accounts = new AccountDirectory();
        final Blacklist blacklist = new Blacklist();
        final List<Termination> terminations = new CopyOnWriteArrayList<>();

        @Nullable
        TopicViews views;

        TopicViews views() {
            return Objects.requireNonNull(views);
        }
    }

    @BeforeEach
    void open() throws Exception {
        store = GatewayStore.open(data.resolve("store"));
    }

    @AfterEach
    void close() {
        lives.forEach(life -> life.views().close());
        store.close();
    }

    private static Consumer<byte[], byte[]> away() {
        throw new KafkaException("no such host");
    }

    private Life start(Supplier<Consumer<byte[], byte[]>> consumers, Duration patience) {
        Life life = new Life();
        ViewTargets targets = new ViewTargets(life.blacklist, life.accounts, life.terminations::add, admission -> {});
        ViewCopy copy = new ViewCopy(store, Clock.systemUTC());
        ViewRecords records = new ViewRecords(GATEWAY, targets, copy, new RegistryDeserializers(registry));
        life.views = new TopicViews(consumers, GATEWAY, records, copy, patience);
        lives.add(life);
        life.views.begin();
        return life;
    }

    /** One partition each, with these records. */
    private MockConsumer<byte[], byte[]> kafka(Map<Topic, List<Entry>> contents) {
        MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Topic topic : TOPICS) {
            TopicPartition partition = new TopicPartition(topic.name(), 0);
            kafka.updatePartitions(
                    topic.name(), List.of(new PartitionInfo(topic.name(), 0, Node.noNode(), new Node[0], new Node[0])));
            beginnings.put(partition, 0L);
            List<Entry> entries = contents.getOrDefault(topic, List.of());
            ends.put(partition, (long) entries.size());
            kafka.schedulePollTask(() -> {
                for (int i = 0; i < entries.size(); i++) {
                    Entry entry = entries.get(i);
                    byte[] value = serializer.serialize(topic.name(), entry.value());
                    kafka.addRecord(
                            new ConsumerRecord<>(topic.name(), 0, i, entry.key().getBytes(UTF_8), value));
                }
            });
        }
        kafka.updateBeginningOffsets(beginnings);
        kafka.updateEndOffsets(ends);
        return kafka;
    }

    private record Entry(String key, SpecificRecord value) {}

    private static Entry account(String name) {
        return new Entry(name, Account.newBuilder().setAccount(name).build());
    }

    /** As Streams sets it aside. */
    private static Entry invalid(String name) {
        return new Entry(
                name, Account.newBuilder().setAccount(name).setCurrency("").build());
    }

    private static Entry entry(String id) {
        return new Entry(
                id,
                new io.tollgate.BlacklistEntry(
                        id,
                        "MALLORY",
                        null,
                        null,
                        io.tollgate.EntryKind.DENY,
                        io.tollgate.BlacklistReason.OPERATOR,
                        "",
                        "operator",
                        Instant.EPOCH,
                        null));
    }

    private static Entry termination(String id, long revision, Instant issuedAt) {
        return new Entry(
                id,
                new io.tollgate.Termination(
                        id,
                        revision,
                        issuedAt,
                        "call",
                        null,
                        null,
                        null,
                        issuedAt,
                        io.tollgate.TerminationReason.BALANCE_EXHAUSTED,
                        "",
                        null));
    }

    /** Lives once beside Kafka and is closed. */
    private void readBefore(Map<Topic, List<Entry>> contents) throws Exception {
        MockConsumer<byte[], byte[]> kafka = kafka(contents);
        Life before = start(() -> kafka, PATIENCE);
        before.views().caughtUp().get(10, TimeUnit.SECONDS);
        before.views().close();
    }

    @Test
    void shouldGoByTheCopyWhenKafkaIsAway() throws Exception {
        // Given
        Instant now = Instant.now();
        readBefore(Map.of(
                Topics.ACCOUNTS, List.of(account("ALICE"), account("BOB")),
                Topics.BLACKLIST, List.of(entry("e-1")),
                Topics.TERMINATIONS, List.of(termination("t", 1, now), termination("t", 3, now))));

        // When
        Life life = start(ViewFallbackTest::away, PATIENCE);
        life.views().usable().get(10, TimeUnit.SECONDS);

        // Then
        assertThat(life.views().byCopy()).isTrue();
        assertThat(life.views().caughtUp().isDone()).isFalse();
        assertThat(life.views().copiedAt()).isAfterOrEqualTo(now.minusSeconds(1));
        assertThat(life.accounts.size()).isEqualTo(2);
        assertThat(life.blacklist.size()).isEqualTo(1);
        assertThat(life.terminations).extracting(Termination::revision).containsExactly(3L);
    }

    @Test
    void shouldGoByTheCopyWhenKafkaFallsSilentWhileReading() throws Exception {
        // Given
        readBefore(Map.of(Topics.ACCOUNTS, List.of(account("ALICE"))));
        MockConsumer<byte[], byte[]> silent = kafka(Map.of());
        silent.updateEndOffsets(Map.of(new TopicPartition(Topics.ACCOUNTS.name(), 0), 5L));

        // When
        Life life = start(() -> silent, PATIENCE);

        // Then
        life.views().usable().get(10, TimeUnit.SECONDS);
        assertThat(life.accounts.size()).isEqualTo(1);
    }

    @Test
    void shouldGoByTheCopyWhenOnlyTheRegistryIsAway() throws Exception {
        // Given
        readBefore(Map.of(Topics.ACCOUNTS, List.of(account("ALICE"))));
        MockConsumer<byte[], byte[]> kafka = kafka(Map.of());
        kafka.updateEndOffsets(Map.of(new TopicPartition(Topics.ACCOUNTS.name(), 0), 1L));
        byte[] value =
                serializer.serialize(Topics.ACCOUNTS.name(), account("BOB").value());
        kafka.schedulePollTask(() ->
                kafka.addRecord(new ConsumerRecord<>(Topics.ACCOUNTS.name(), 0, 0, "BOB".getBytes(UTF_8), value)));
        registry.away = true;

        // When
        Life life = start(() -> kafka, PATIENCE);

        // Then
        life.views().usable().get(10, TimeUnit.SECONDS);
        assertThat(life.accounts.settings("ALICE")).isNotNull();
        assertThat(life.views().fault()).isNotNull();
    }

    @Test
    void shouldWaitForKafkaWhenThereIsNoWholeCopy() throws Exception {
        // Given
        MockConsumer<byte[], byte[]> halfway = kafka(Map.of(Topics.ACCOUNTS, List.of(account("ALICE"))));
        halfway.updateEndOffsets(Map.of(new TopicPartition(Topics.ACCOUNTS.name(), 0), 5L));
        Life before = start(() -> halfway, PATIENCE);
        Await.until("one read", () -> before.views().taken() == 1, before.views()::taken);
        before.views().close();
        AtomicBoolean there = new AtomicBoolean();
        MockConsumer<byte[], byte[]> kafka = kafka(Map.of());

        // When
        Life life = start(() -> there.get() ? kafka : away(), Duration.ZERO);

        // Then
        Await.until("fault seen", () -> life.views().fault() != null, life.views()::fault);
        assertThat(life.views().usable().isDone()).isFalse();
        there.set(true);
        life.views().usable().get(10, TimeUnit.SECONDS);
        assertThat(life.views().byCopy()).isFalse();
        assertThat(life.accounts.size()).isZero();
    }

    @Test
    void shouldNotGoByTheCopyWhileKafkaIsRead() throws Exception {
        // Given
        readBefore(Map.of(Topics.ACCOUNTS, List.of(account("ALICE"))));
        MockConsumer<byte[], byte[]> slow = kafka(Map.of());
        slow.updateEndOffsets(Map.of(new TopicPartition(Topics.ACCOUNTS.name(), 0), 1L));

        // When
        Life life = start(() -> slow, LONG);

        // Then
        Await.until("assigned", () -> !slow.assignment().isEmpty(), slow::assignment);
        assertThat(life.views().usable().isDone()).isFalse();
        assertThat(life.accounts.size()).isZero();
    }

    @Test
    void shouldDeliverNothingBeforeDialogsAreRestored() throws Exception {
        // Given
        readBefore(Map.of(Topics.TERMINATIONS, List.of(termination("t", 1, Instant.now()))));
        CompletableFuture<Void> restored = new CompletableFuture<>();
        List<Boolean> delivered = new CopyOnWriteArrayList<>();
        ViewTargets targets = new ViewTargets(
                new Blacklist(), new AccountDirectory(), order -> delivered.add(restored.isDone()), admission -> {});
        KafkaSettings nowhere = new KafkaSettings(
                List.of(new HostPort("127.0.0.1", 1)),
                List.of(URI.create("http://127.0.0.1:1")),
                Map.of(),
                1_000,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMillis(1));
        try (TopicViews views = TopicViews.start(nowhere, GATEWAY, targets, store, restored)) {
            // One that waits for nothing shows that there was time.
            start(ViewFallbackTest::away, PATIENCE).views().usable().get(10, TimeUnit.SECONDS);

            // When
            restored.complete(null);

            // Then
            views.usable().get(10, TimeUnit.SECONDS);
            assertThat(delivered).containsExactly(true);
        }
    }

    @Test
    void shouldForgetWhatTheTopicsHaveNoLonger() throws Exception {
        // Given
        readBefore(Map.of(
                Topics.ACCOUNTS, List.of(account("ALICE"), account("BOB")),
                Topics.BLACKLIST, List.of(entry("e-1"), entry("e-2"))));
        AtomicBoolean there = new AtomicBoolean();
        MockConsumer<byte[], byte[]> kafka = kafka(Map.of(
                Topics.ACCOUNTS, List.of(account("BOB"), account("CAROL")), Topics.BLACKLIST, List.of(entry("e-2"))));
        Life life = start(() -> there.get() ? kafka : away(), PATIENCE);
        life.views().usable().get(10, TimeUnit.SECONDS);

        // When
        there.set(true);
        life.views().caughtUp().get(10, TimeUnit.SECONDS);

        // Then
        assertThat(life.accounts.settings("ALICE")).isNull();
        assertThat(life.accounts.size()).isEqualTo(2);
        assertThat(life.blacklist.size()).isEqualTo(1);
        life.views().close();
        Life after = start(ViewFallbackTest::away, PATIENCE);
        after.views().usable().get(10, TimeUnit.SECONDS);
        assertThat(after.accounts.size()).isEqualTo(2);
        assertThat(after.blacklist.size()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheAccountOfWhichOnlyARecordThatIsPassedOverIsLeft() throws Exception {
        // Given
        readBefore(Map.of(Topics.ACCOUNTS, List.of(account("ALICE"), account("BOB"))));
        Map<Topic, List<Entry>> compacted = Map.of(Topics.ACCOUNTS, List.of(invalid("ALICE"), invalid("CAROL")));
        MockConsumer<byte[], byte[]> kafka = kafka(compacted);

        // When
        Life life = start(() -> kafka, PATIENCE);
        life.views().caughtUp().get(10, TimeUnit.SECONDS);

        // Then
        assertThat(life.views().skipped()).isEqualTo(2);
        assertThat(life.accounts.settings("ALICE")).isNotNull();
        assertThat(life.accounts.size()).isEqualTo(1);

        // And however often it begins anew
        life.views().close();
        readBefore(compacted);
        Life after = start(ViewFallbackTest::away, PATIENCE);
        after.views().usable().get(10, TimeUnit.SECONDS);
        assertThat(after.accounts.settings("ALICE")).isNotNull();
        assertThat(after.accounts.size()).isEqualTo(1);
    }
}
