package io.tollgate.system;

import static io.tollgate.testsupport.fixture.Orders.blacklistAccount;
import static io.tollgate.testsupport.fixture.Orders.terminateAccount;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.BalanceAdjustment;
import io.tollgate.FraudVerdict;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.scenario.Await;
import io.tollgate.testsupport.scenario.Installed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Accounts, adjustments and verdicts from a client that is not Java: librdkafka's default partitioner hashes keys with
 * CRC32, so that an account's records lie on another partition than Java would have them. kcat writes bytes that were
 * encoded beforehand, as it knows no Avro without a library that distributions leave out.
 */
class KcatSystemTest {
    private static final List<String> ACCOUNTS =
            IntStream.range(0, 6).mapToObj(i -> "kcat-" + i).toList();

    private final Cluster cluster = Cluster.shared();

    @TempDir
    private Path directory;

    @BeforeAll
    static void findKcat() {
        Installed.require("kcat");
    }

    @Test
    void shouldTakeAccountsAdjustmentsAndVerdictsWhereverTheyArePartitioned() throws Exception {
        // Given
        for (String name : ACCOUNTS) {
            Account account = Accounts.account(name).setChannelLimit(1).build();
            BalanceAdjustment adjustment = Accounts.adjustment(name).build();
            write(Topics.ACCOUNTS, name, account);
            write(Topics.BALANCE_ADJUSTMENTS, name, adjustment);
        }
        TopicReader<Account> written = cluster.accounts();
        List<ConsumerRecord<String, Account>> accounts = new ArrayList<>();
        for (String name : ACCOUNTS) {
            written.awaitStanding(name, account -> account.getAccount().equals(name));
            accounts.addAll(written.records().stream()
                    .filter(record -> record.key().equals(name))
                    .toList());
        }
        assertThat(accounts)
                .as("accounts that Java would have put on another partition")
                .anyMatch(record -> record.partition() != partitionInJava(record.key()));
        for (ConsumerRecord<String, Account> record : accounts) {
            cluster.awaitProvisioned(record.value(), record.partition());
        }

        for (String name : ACCOUNTS) {
            try (Phone phone = cluster.first().phone(name).open()) {
                // When: one call fills the account
                PlacedCall first = phone.invite(Cast.LOCAL);
                first.awaitAnswered();
                cluster.awaitChannels(name, 1);
                awaitStatus(phone, 486);
                assertThat(phone.invite(Cast.LOCAL).awaitEnded().status()).isEqualTo(486);

                // Then: a verdict ends it, and another keeps the account from calling
                FraudVerdict end = terminateAccount(name).build();
                write(Topics.VERDICTS, name, end);
                first.awaitEnded(Cluster.PATIENCE);
                cluster.awaitChannels(name, 0);
                write(Topics.VERDICTS, name, blacklistAccount(name).build());
                awaitStatus(phone, 403);
                assertThat(phone.invite(Cast.LOCAL).awaitEnded().status()).isEqualTo(403);
            }
        }
        assertThat(cluster.rejectedInput().records())
                .noneMatch(record -> record.key() != null && record.key().startsWith("kcat-"));
    }

    private static void awaitStatus(Phone phone, int wanted) {
        Await.until(
                "a " + wanted + " for " + phone.user(),
                Cluster.PATIENCE,
                () -> GatewayProcess.messageStatus(phone, Cast.LOCAL),
                status -> status == wanted);
    }

    /** One message is the whole file. */
    private void write(Topic topic, String key, SpecificRecord record) throws IOException, InterruptedException {
        Path file =
                Files.write(directory.resolve("message"), cluster.publisher().encoded(topic, record));
        Process kcat = new ProcessBuilder(
                        "kcat", "-P", "-b", cluster.kafka(), "-t", topic.name(), "-k", key, file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(kcat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kcat.waitFor(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(kcat.exitValue()).as(said).isZero();
    }

    private static int partitionInJava(String key) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), Cluster.PARTITIONS);
    }
}
