package io.tollgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Account;
import io.tollgate.AccountState;
import io.tollgate.schemas.setting.SettingsRefused;
import io.tollgate.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AvroSerializerTest {

    private static final String TOPIC = Topics.ACCOUNTS.name();
    private static final String SUBJECT = Topics.ACCOUNTS.subject();

    private final InMemoryRegistry store = new InMemoryRegistry();
    private final RegistryServer server = new RegistryServer(store);
    private final Account alice = Account.newBuilder().setAccount("alice").build();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldRegisterTheFilesOwnText() {
        // When
        Schemas.registerAll(store);

        // Then
        assertThat(store.subjects()).hasSize(13).contains("tollgate.accounts-value", "tollgate.dialogs-value");
        assertThat(store.latest(SUBJECT).text())
                .isEqualTo(Schemas.text(Account.class))
                .contains("\"history\": [\"1: first version\"]")
                .doesNotContain("avro.java.string");
    }

    @Test
    void shouldNameEverySchemaThatTheRegistryRefuses() {
        // Given
        var picky = new RefusingRegistry();

        // Then
        assertThatThrownBy(() -> Schemas.registerAll(picky))
                .isInstanceOfSatisfying(
                        SettingsRefused.class,
                        refused -> assertThat(refused.faults())
                                .hasSize(13)
                                .contains(
                                        "registry: the schema of tollgate.accounts-value was refused (409): incompatible"));
    }

    @Test
    void shouldLookUpOnceAndNeverRegister() {
        // Given
        Schemas.registerAll(store);
        var serializer = configured(Map.of());

        // When
        for (int i = 0; i < 10; i++) {
            serializer.serialize(TOPIC, alice);
        }

        // Then
        assertThat(server.requests()).containsExactly("POST /subjects/tollgate.accounts-value");
    }

    @Test
    void shouldSayThatNothingWasRegistered() {
        // Given
        var serializer = configured(Map.of());

        // Then
        assertThatThrownBy(() -> serializer.serialize(TOPIC, alice)).isInstanceOf(RegistryRefusal.class);
    }

    @Test
    void shouldRegisterWhenTold() {
        // Given
        var serializer = configured(Map.of("auto.register.schemas", "true"));

        // When
        serializer.serialize("their.topic", alice);

        // Then
        assertThat(store.subjects()).containsExactly("their.topic-value");
    }

    @Test
    void shouldWriteUnderTheNewestVersionWhenToldAndItEncodesAlike() {
        // Given
        store.register(SUBJECT, "\"string\"");
        int reworded = store.register(SUBJECT, Schemas.text(Account.class).replace("How it pays.", "How it will pay."));
        var serializer = configured(Map.of("use.latest.version", true));

        // When
        var message = serializer.serialize(TOPIC, alice);

        // Then
        assertThat(WireFormat.idOf(message)).isEqualTo(reworded);
    }

    @Test
    void shouldNotWriteUnderNewestVersionThatEncodesOtherwise() {
        // Given
        store.register(SUBJECT, Schemas.text(AccountState.class));
        var serializer = configured(Map.of("use.latest.version", true));

        // Then
        assertThatThrownBy(() -> serializer.serialize(TOPIC, alice))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("use.latest.version");
    }

    @Test
    void shouldBorrowTheSubjectOfTheRecordsOwnTopicOnTopicsOfKafkaStreams() {
        // Given
        Schemas.registerAll(store);
        var serializer = new AvroSerializer<Account>(store);

        // When
        var message = serializer.serialize("tollgate-streams-accounts-changelog", alice);

        // Then
        assertThat(message).isEqualTo(serializer.serialize(TOPIC, alice));
    }

    @Test
    void shouldPassTombstonesOn() {
        // Then
        assertThat(new AvroSerializer<Account>(store).serialize(TOPIC, null)).isNull();
    }

    @Test
    void shouldRefuseRecordWithoutRequiredValueAndGoOn() {
        // Given
        Schemas.registerAll(store);
        var serializer = new AvroSerializer<Account>(store);
        var good = serializer.serialize(TOPIC, alice);
        var nobody = Account.newBuilder(alice).build();
        nobody.setAccount(null);

        // Then
        assertThatThrownBy(() -> serializer.serialize(TOPIC, nobody))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Account.account");
        assertThat(serializer.serialize(TOPIC, alice)).isEqualTo(good);
    }

    @Test
    void shouldWriteForManyThreadsAtOnce() {
        // Given
        Schemas.registerAll(store);
        var serializer = new AvroSerializer<Account>(store);
        var deserializer = new AvroDeserializer<>(Account.class, store);

        // When
        var names = IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i -> Account.newBuilder(alice)
                        .setAccount("a".repeat(i % 300) + i)
                        .build())
                .map(account -> deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, account)))
                .map(Account::getAccount)
                .toList();

        // Then
        assertThat(names)
                .isEqualTo(IntStream.range(0, 20_000)
                        .mapToObj(i -> "a".repeat(i % 300) + i)
                        .toList());
    }

    @Test
    void shouldRefuseToWriteKeysAndContradictions() {
        // Given
        var contradiction = settings(Map.of("auto.register.schemas", true, "use.latest.version", true));

        // Then
        assertThatThrownBy(() -> new AvroSerializer<Account>().configure(settings(Map.of()), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("StringSerializer");
        assertThatThrownBy(() -> new AvroSerializer<Account>().configure(contradiction, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("auto.register.schemas=false");
    }

    private AvroSerializer<Account> configured(Map<String, ?> more) {
        var serializer = new AvroSerializer<Account>();
        serializer.configure(settings(more), false);
        return serializer;
    }

    private Map<String, Object> settings(Map<String, ?> more) {
        var settings = new HashMap<String, Object>(more);
        settings.put("schema.registry.url", List.of(server.url().toString()));
        return settings;
    }

    /** A registry that has something else under every subject. */
    private static final class RefusingRegistry implements SchemaRegistry {
        @Override
        public int register(String subject, String schemaText) {
            throw new RegistryRefusal(409, "incompatible");
        }

        @Override
        public int lookup(String subject, String schemaText) {
            throw new IllegalStateException("nobody looks up at the start");
        }

        @Override
        public String byId(int id) {
            throw new IllegalStateException("nobody reads at the start");
        }

        @Override
        public Registered latest(String subject) {
            throw new IllegalStateException("nobody reads at the start");
        }
    }
}
