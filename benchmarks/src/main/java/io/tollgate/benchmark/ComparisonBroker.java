package io.tollgate.benchmark;

import io.tollgate.Account;
import io.tollgate.BlacklistEntry;
import io.tollgate.BlacklistReason;
import io.tollgate.EntryKind;
import io.tollgate.launcher.broker.EmbeddedKafka;
import io.tollgate.launcher.registry.EmbeddedRegistry;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.HttpSchemaRegistry;
import io.tollgate.schemas.serde.RegistryUnavailable;
import io.tollgate.schemas.serde.SchemaRegistry;
import io.tollgate.schemas.serde.Schemas;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.TopicCreator;
import io.tollgate.schemas.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What {@code benchmarks/compare} has the gateway publish to: a broker and a registry in this process, and in the topics
 * accounts, each with a limit, and a blacklist as Kamailio has it. Says where they are; then, for each line
 * {@code TAG CALLS} that it is told, what events the calls have whose Call-IDs begin with that tag. Ends with its input,
 * so that nothing is left behind by a script that dies.
 */
@Command(
        name = "comparison-broker",
        description = "Kafka, accounts and blacklist for benchmarks/compare, which starts it.",
        mixinStandardHelpOptions = true)
final class ComparisonBroker implements Callable<Integer> {
    private static final HostPort ANY_PORT = HostPort.parse("127.0.0.1:0");
    private static final int ACCOUNTS = 1_000;
    private static final int FIRST_ACCOUNT = 1_000;
    private static final int LIMIT = 100_000;
    private static final int ATTEMPTS = 5;

    @Option(names = "--data", required = true, description = "directory for the broker alone")
    private Path data;

    @Override
    public Integer call() throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(ANY_PORT, data);
                EmbeddedRegistry registry = EmbeddedRegistry.start(ANY_PORT, kafka.address())) {
            String servers = kafka.address().toString();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                TopicCreator.createMissing(admin, TopicCreator.DEFAULT_PARTITIONS, TopicCreator.BROKER_REPLICATION);
            }
            register(new HttpSchemaRegistry(registry.uri()));
            provision(servers, registry.uri().toString());
            System.out.println("ready kafka=" + servers + " registry=" + registry.uri());
            try (CallEventCount count = CallEventCount.of(servers, new HttpSchemaRegistry(registry.uri()))) {
                var asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                for (String line = asked.readLine(); line != null; line = asked.readLine()) {
                    String[] words = line.split(" ");
                    System.out.println(count.await(words[0], Integer.parseInt(words[1])));
                }
            }
        }
        return 0;
    }

    /** A registry that has just started on a busy machine may take longer than its client waits. */
    private static void register(SchemaRegistry registry) {
        for (int left = ATTEMPTS; ; left--) {
            try {
                Schemas.registerAll(registry);
                return;
            } catch (RegistryUnavailable slow) {
                if (left == 1) {
                    throw slow;
                }
            }
        }
    }

    private static void provision(String servers, String registry) {
        // One at a time: a broker that does not lead a new partition yet refuses the first request and may take the
        // second,
        // and then never the first.
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", servers, "max.in.flight.requests.per.connection", 1, "linger.ms", 10);
        AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
        serializer.configure(Map.of("schema.registry.url", registry), false);
        try (KafkaProducer<String, SpecificRecord> producer =
                new KafkaProducer<>(configuration, new StringSerializer(), serializer)) {
            for (int number = FIRST_ACCOUNT; number < FIRST_ACCOUNT + ACCOUNTS; number++) {
                Account account = Account.newBuilder()
                        .setAccount("u" + number)
                        .setChannelLimit(LIMIT)
                        .setTrunks(List.of("127.0.0.1/32"))
                        .build();
                send(producer, Topics.ACCOUNTS, account.getAccount(), account);
                blacklist(producer, account.getAccount(), "4987");
                blacklist(producer, account.getAccount(), "4498761");
            }
            send(
                    producer,
                    Topics.ACCOUNTS,
                    "blocked",
                    Account.newBuilder()
                            .setAccount("blocked")
                            .setTrunks(List.of("127.0.0.1/32"))
                            .build());
            blacklist(producer, "blocked", "4930");
        }
    }

    private static void blacklist(KafkaProducer<String, SpecificRecord> producer, String account, String prefix) {
        BlacklistEntry entry = BlacklistEntry.newBuilder()
                .setEntryId(account + "-" + prefix)
                .setAccount(account)
                .setDestinationPrefix(prefix)
                .setKind(EntryKind.DENY)
                .setReason(BlacklistReason.OPERATOR)
                .setDetail("")
                .setSource("comparison")
                .setCreatedAt(Instant.now())
                .build();
        send(producer, Topics.BLACKLIST, entry.getEntryId(), entry);
    }

    private static void send(
            KafkaProducer<String, SpecificRecord> producer, Topic topic, String key, SpecificRecord record) {
        producer.send(new ProducerRecord<>(topic.name(), key, record), (metadata, failure) -> {
            if (failure != null) {
                throw new IllegalStateException("Kafka did not take a record for " + topic.name(), failure);
            }
        });
    }
}
