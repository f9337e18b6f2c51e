package io.tollgate.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.Admission;
import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.Blacklist;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.identity.AccountDirectory;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.scenario.Await;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicViewsTest {
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final String GATEWAY = "north";
    private static final int OWN_PARTITION = TopicReading.partition(GATEWAY.getBytes(UTF_8), PARTITIONS);

    private final MapRegistry registry = new MapRegistry();
    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(registry);
    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private final Blacklist blacklist = new Blacklist();
    private final AccountDirectory accounts = new AccountDirectory();
    private final List<Termination> terminations = new CopyOnWriteArrayList<>();
    private final List<AdmissionDecision> admissions = new CopyOnWriteArrayList<>();
    private Clock clock = Clock.systemUTC();
    private @Nullable TopicViews views;

    @TempDir
    Path data;

    private GatewayStore store;

    @BeforeEach
    void makeTopics() throws Exception {
        store = GatewayStore.open(data.resolve("store"));
        Map<TopicPartition, Long> zero = new HashMap<>();
        for (Topic topic : List.of(Topics.ACCOUNTS, Topics.BLACKLIST, Topics.TERMINATIONS, Topics.ADMISSIONS)) {
            List<PartitionInfo> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new PartitionInfo(topic.name(), i, Node.noNode(), new Node[0], new Node[0]));
                zero.put(new TopicPartition(topic.name(), i), 0L);
            }
            kafka.updatePartitions(topic.name(), partitions);
        }
        kafka.updateBeginningOffsets(zero);
        kafka.updateEndOffsets(zero);
    }

    @AfterEach
    void close() {
        if (views != null) {
            views.close();
        }
        store.close();
    }

    private TopicViews start() {
        return start(() -> kafka);
    }

    private TopicViews start(Supplier<Consumer<byte[], byte[]>> consumers) {
        ViewTargets targets = new ViewTargets(blacklist, accounts, terminations::add, admissions::add);
        ViewCopy copy = new ViewCopy(store, clock);
        TopicViews started = new TopicViews(
                consumers,
                GATEWAY,
                new ViewRecords(GATEWAY, targets, copy, new RegistryDeserializers(registry)),
                copy,
                PATIENCE);
        views = started;
        started.begin();
        return started;
    }

    private ConsumerRecord<byte[], byte[]> record(Topic topic, int partition, String key, byte @Nullable [] value) {
        long offset = offsets.merge(new TopicPartition(topic.name(), partition), 1L, Long::sum) - 1;
        return new ConsumerRecord<>(topic.name(), partition, offset, key.getBytes(UTF_8), value);
    }

    private void arrives(Topic topic, int partition, String key, @Nullable SpecificRecord value) {
        byte[] bytes = value == null ? null : serializer.serialize(topic.name(), value);
        ConsumerRecord<byte[], byte[]> record = record(topic, partition, key, bytes);
        kafka.schedulePollTask(() -> kafka.addRecord(record));
    }

    private static Account account(String name) {
        return Account.newBuilder().setAccount(name).build();
    }

    private static io.tollgate.Termination termination(String id) {
        return new io.tollgate.Termination(
                id,
                1L,
                Instant.EPOCH,
                "call",
                null,
                null,
                null,
                Instant.EPOCH,
                io.tollgate.TerminationReason.OPERATOR,
                "",
                null);
    }

    private static Admission admission(String callId, String gateway) {
        return new Admission(callId, "ALICE", gateway, true, null, 1, null, Instant.EPOCH);
    }

    private static io.tollgate.BlacklistEntry entry(String id) {
        return new io.tollgate.BlacklistEntry(
                id,
                "MALLORY",
                null,
                null,
                io.tollgate.EntryKind.DENY,
                io.tollgate.BlacklistReason.OPERATOR,
                "",
                "operator",
                Instant.EPOCH,
                null);
    }

    @Test
    void shouldBeCaughtUpAtOnceWhenTopicsAreEmpty() throws Exception {
        start().caughtUp().get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldNotBeCaughtUpBeforeAllThatWasThereIsDelivered() throws Exception {
        // Given
        kafka.updateEndOffsets(Map.of(
                new TopicPartition(Topics.ACCOUNTS.name(), 1), 2L,
                new TopicPartition(Topics.BLACKLIST.name(), 0), 1L));
        TopicViews started = start();
        arrives(Topics.ACCOUNTS, 1, "ALICE", account("ALICE"));
        arrives(Topics.BLACKLIST, 0, "e-1", entry("e-1"));
        Await.until("two taken", () -> started.taken() == 2, started::taken);
        boolean early = started.caughtUp().isDone();

        // When
        arrives(Topics.ACCOUNTS, 1, "BOB", account("BOB"));

        // Then
        started.caughtUp().get(10, TimeUnit.SECONDS);
        assertThat(early).isFalse();
        assertThat(accounts.size()).isEqualTo(2);
        assertThat(blacklist.size()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatTombstonesName() {
        // Given
        TopicViews started = start();
        arrives(Topics.ACCOUNTS, 1, "ALICE", account("ALICE"));
        arrives(Topics.BLACKLIST, 0, "e-1", entry("e-1"));

        // When
        arrives(Topics.ACCOUNTS, 1, "ALICE", null);
        arrives(Topics.BLACKLIST, 0, "e-1", null);

        // Then
        Await.until("four taken", () -> started.taken() == 4, started::taken);
        assertThat(accounts.size()).isZero();
        assertThat(blacklist.size()).isZero();
    }

    /** Not every client hashes keys as Java does, and no compaction takes what lies in another partition. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeTheLaterRecordOfAnAccountWhicheverPartitionComesFirst(boolean laterFirst) throws Exception {
        // Given
        kafka.updateEndOffsets(Map.of(
                new TopicPartition(Topics.ACCOUNTS.name(), 0), 2L, new TopicPartition(Topics.ACCOUNTS.name(), 2), 2L));
        Instant first = Instant.parse("2026-01-01T12:00:00Z");
        Account open = account("ALICE");
        Account closed = Account.newBuilder(open).setEnabled(false).build();
        Runnable earlier = () -> {
            arrivesWritten(first, 0, "ALICE", open);
            arrivesWritten(first, 0, "BOB", account("BOB"));
        };
        Runnable later = () -> {
            arrivesWritten(first.plusMillis(1), 2, "ALICE", closed);
            arrivesWritten(first.plusMillis(1), 2, "BOB", null);
        };

        // When
        (laterFirst ? later : earlier).run();
        (laterFirst ? earlier : later).run();
        start().caughtUp().get(10, TimeUnit.SECONDS);

        // Then
        assertThat(accounts.settings("ALICE").enabled()).isFalse();
        assertThat(accounts.settings("BOB")).isNull();

        // And
        arrivesWritten(first, 1, "ALICE", open);
        Await.until("what comes now counts", () -> accounts.settings("ALICE").enabled(), () -> "");
    }

    /** Writers' clocks differ, and there Kafka knows better. */
    @Test
    void shouldTakeWhatKafkaHasLaterInOnePartition() throws Exception {
        // Given
        kafka.updateEndOffsets(Map.of(new TopicPartition(Topics.ACCOUNTS.name(), 1), 2L));
        Instant first = Instant.parse("2026-01-01T12:00:00Z");
        arrivesWritten(first, 1, "ALICE", account("ALICE"));
        arrivesWritten(
                first.minusSeconds(9),
                1,
                "ALICE",
                Account.newBuilder(account("ALICE")).setEnabled(false).build());

        // When
        start().caughtUp().get(10, TimeUnit.SECONDS);

        // Then
        assertThat(accounts.settings("ALICE").enabled()).isFalse();
    }

    private void arrivesWritten(Instant at, int partition, String key, @Nullable Account value) {
        byte[] bytes = value == null ? null : serializer.serialize(Topics.ACCOUNTS.name(), value);
        long offset = offsets.merge(new TopicPartition(Topics.ACCOUNTS.name(), partition), 1L, Long::sum) - 1;
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                Topics.ACCOUNTS.name(),
                partition,
                offset,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key.getBytes(UTF_8),
                bytes,
                new RecordHeaders(),
                Optional.empty());
        kafka.schedulePollTask(() -> kafka.addRecord(record));
    }

    @Test
    void shouldDeliverOnlyItsOwnAdmissionsOfItsPartition() {
        // Given
        kafka.updateEndOffsets(Map.of(new TopicPartition(Topics.ADMISSIONS.name(), OWN_PARTITION), 0L));
        TopicViews started = start();

        // When
        arrives(Topics.ADMISSIONS, OWN_PARTITION, "other", admission("c-1", "other"));
        arrives(Topics.ADMISSIONS, OWN_PARTITION, GATEWAY, admission("c-2", GATEWAY));

        // Then
        Await.until("both taken", () -> started.taken() == 2, started::taken);
        assertThat(admissions).extracting(AdmissionDecision::callId).containsExactly("c-2");
        assertThat(kafka.assignment())
                .filteredOn(partition -> partition.topic().equals(Topics.ADMISSIONS.name()))
                .containsExactly(new TopicPartition(Topics.ADMISSIONS.name(), OWN_PARTITION));
    }

    @Test
    void shouldPassOverAndCountWhatItCannotUse() {
        // Given
        TopicViews started = start();
        ConsumerRecord<byte[], byte[]> rubbish = record(Topics.TERMINATIONS, 0, "x", new byte[] {1, 2, 3});
        ConsumerRecord<byte[], byte[]> unknown = record(Topics.TERMINATIONS, 0, "x", new byte[] {0, 0, 0, 9, 9, 1});

        // When
        kafka.schedulePollTask(() -> kafka.addRecord(rubbish));
        kafka.schedulePollTask(() -> kafka.addRecord(unknown));
        arrives(Topics.TERMINATIONS, 0, "x", null);
        arrives(Topics.ACCOUNTS, 0, "BOB", account("ALICE"));
        arrives(Topics.TERMINATIONS, 0, "x", termination("t-1"));

        // Then
        Await.until("the good one", () -> terminations.size() == 1, () -> terminations);
        assertThat(started.skipped()).isEqualTo(4);
        assertThat(accounts.size()).isZero();
    }

    @Test
    void shouldTakeRecordAgainWhenRegistryIsBack() {
        // Given
        TopicViews started = start();
        byte[] value = serializer.serialize(Topics.TERMINATIONS.name(), termination("t-1"));
        registry.away = true;
        ConsumerRecord<byte[], byte[]> record = record(Topics.TERMINATIONS, 0, "x", value);
        kafka.schedulePollTask(() -> kafka.addRecord(record));
        Await.until("fault seen", () -> started.fault() != null, started::fault);

        // When
        registry.away = false;
        // The consumer double forgets what it has handed out; Kafka does not.
        kafka.schedulePollTask(() -> kafka.addRecord(record));

        // Then
        Await.until("taken", () -> terminations.size() == 1, () -> terminations);
        assertThat(started.skipped()).isZero();
    }

    @Test
    void shouldGoOnAfterKafkaWasAway() throws Exception {
        // Given
        MockConsumer<byte[], byte[]> away = new MockConsumer<>("earliest");
        Queue<MockConsumer<byte[], byte[]>> both = new ArrayDeque<>(List.of(away, kafka));

        // When
        TopicViews started = start(both::remove);

        // Then
        started.caughtUp().get(10, TimeUnit.SECONDS);
        arrives(Topics.TERMINATIONS, 2, "x", termination("t-1"));
        Await.until("taken", () -> terminations.size() == 1, () -> terminations);
    }
}
