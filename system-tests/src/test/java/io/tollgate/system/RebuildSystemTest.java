package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallRecord;
import io.tollgate.phone.Call;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.money.Tariff;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Balances that are made up anew from adjustments and call records alone. */
@Apart
class RebuildSystemTest {
    private static final Tariff BY_SECOND = new Tariff(599_999, 0, 1, 1);
    private static final Tariff WITH_FEE = new Tariff(1_234_567, 12_345, 3, 2);
    private static final long CREDIT = 10_000_000;

    /** What others act on, or read as said by us. */
    private static final List<Topic> SPOKEN = List.of(
            Topics.TERMINATIONS,
            Topics.ADMISSIONS,
            Topics.BLACKLIST,
            Topics.ACCOUNT_STATES,
            Topics.CALL_RECORDS,
            Topics.REJECTED_INPUT);

    @TempDir
    private Path data;

    @Test
    void shouldComeToTheSameBalancesWhenTheStateIsMadeUpAnew() throws Exception {
        // Given
        try (PartedCluster cluster = PartedCluster.whole();
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.kafka()))) {
            TopicReader<CallRecord> records = cluster.read(Topics.CALL_RECORDS, CallRecord.class);
            Map<String, Tariff> accounts = new LinkedHashMap<>();
            accounts.put("rebuild-seconds", BY_SECOND);
            accounts.put("rebuild-fee", WITH_FEE);
            accounts.put("rebuild-idle", BY_SECOND);
            Billing billing = cluster.billing();
            accounts.forEach((account, tariff) -> billing.open(account, tariff, CREDIT));
            billing.open("rebuild-broke", BY_SECOND, 0);
            try (Phone phone = cluster.gateway().phone("rebuild-seconds").open();
                    Phone other = cluster.gateway().phone("rebuild-fee").open()) {
                List<PlacedCall> ended = List.of(phone.invite(Cast.LOCAL), other.invite(Cast.LOCAL));
                PlacedCall live = phone.invite(Cast.LOCAL);
                ended.forEach(Call::awaitAnswered);
                live.awaitAnswered();
                ended.forEach(Call::hangUp);
                ended.forEach(Call::awaitEnded);
                records.await("records of the two", 2, record -> accounts.containsKey(record.getAccount()));
                cluster.provisioning().awaitChannels("rebuild-seconds", 1);
                cluster.stopStreams();
                billing.topUp("rebuild-broke", CREDIT);
                Map<String, Long> spoken = ends(admin);

                // When
                cluster.breakOffRebuild();
                assertThat(cluster.refusedStreams())
                        .anyMatch(line -> line.contains("rebuild: 'false'") && line.contains("begin it again"));
                cluster.rebuild();

                // Then
                assertThat(ends(admin)).isEqualTo(spoken);
                cluster.startStreams();
                billing.awaitCallPasses("rebuild-broke"); // its money came while nobody read
                cluster.provisioning().awaitChannels("rebuild-seconds", 1);
                live.hangUp();
                live.awaitEnded();
                records.await("records of all", 3, record -> accounts.containsKey(record.getAccount()));
            }
            accounts.keySet()
                    .forEach(account -> cluster.provisioning().awaitBalance(account, CREDIT - spent(records, account)));
            assertThat(spent(records, "rebuild-seconds")).isPositive();
            cluster.provisioning().awaitChannels("rebuild-seconds", 0);
        }
    }

    @Test
    void shouldRefuseWhileStreamsRuns() {
        // Given
        Cluster cluster = Cluster.shared();

        // When
        try (TollgateProcess refused = TollgateProcess.start(
                "streams",
                "--rebuild",
                "--data=" + data,
                "--kafka=" + cluster.kafka(),
                "--registry=" + cluster.registry(),
                "--partitions=" + Cluster.PARTITIONS)) {

            // Then
            assertThat(refused.awaitStatus()).isEqualTo(2);
            assertThat(refused.err())
                    .anyMatch(line -> line.contains("rebuild: 'true'") && line.contains("no other streams"));
        }
    }

    private static long spent(TopicReader<CallRecord> records, String account) {
        return records.values(record -> record.getAccount().equals(account)).stream()
                .mapToLong(CallRecord::getCost)
                .sum();
    }

    private static Map<String, Long> ends(Admin admin) throws InterruptedException, ExecutionException {
        Set<TopicPartition> partitions = SPOKEN.stream()
                .map(topic -> new TopicPartition(topic.name(), 0))
                .collect(Collectors.toSet());
        Map<String, Long> ends = new LinkedHashMap<>();
        for (var end : admin.listOffsets(partitions.stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()) {
            ends.put(end.getKey().topic(), end.getValue().offset());
        }
        return ends;
    }
}
