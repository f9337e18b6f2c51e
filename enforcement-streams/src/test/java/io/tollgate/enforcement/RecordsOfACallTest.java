package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.CreditModel;
import io.tollgate.EndCause;
import io.tollgate.Rate;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How many records a call costs Kafka beside its events, changelogs and all: each is written, replicated, and read again
 * where state is restored. What makes one of these greater has to be worth it.
 */
class RecordsOfACallTest {

    private final TestTopology topology = new TestTopology();

    @BeforeEach
    void provision() {
        var rate = Rate.newBuilder()
                .setPlan("basic")
                .setPrefix("49")
                .setPricePerMinute(600_000)
                .build();
        topology.send(Topics.RATES, "basic/49", rate);
    }

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shouldWriteTenRecordsForAnUnmeteredCall() {
        // Given
        account(Account.newBuilder().setChannelLimit(10));

        // When
        var written = call();

        // Then
        assertThat(written)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "calls", 3,
                        "standings", 2,
                        "ended-calls", 1,
                        "calls-due", 1,
                        "tollgate.account-states", 2,
                        "tollgate.call-records", 1));
    }

    @Test
    void shouldWriteFifteenRecordsForAMeteredCall() {
        // Given
        account(Account.newBuilder()
                .setCreditModel(CreditModel.POSTPAID)
                .setCreditLimit(1_000_000_000)
                .setRatePlan("basic"));

        // When
        var written = call();

        // Then
        assertThat(written)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "calls", 3,
                        "standings", 4,
                        "ended-calls", 1,
                        "calls-due", 1,
                        "tollgate.admissions", 1,
                        "tollgate.account-states", 3,
                        "tollgate.call-records", 1,
                        "looks-due", 1));
    }

    /** As soon as its end is forgotten its traces are. */
    @Test
    void shouldWriteTwoRecordsWhenTheEndOfACallIsForgotten() {
        // Given
        account(Account.newBuilder());
        call();

        // When
        topology.pass(Duration.ofHours(1));

        // Then
        assertThat(written()).containsExactlyInAnyOrderEntriesOf(Map.of("ended-calls", 1, "calls-due", 1));
    }

    private void account(Account.Builder account) {
        topology.send(Topics.ACCOUNTS, "bob", account.setAccount("bob").build());
        written();
    }

    private Map<String, Integer> call() {
        var call = new TestCall(topology, "bob", "c1").attempt();
        topology.pass(Duration.ofSeconds(1));
        call.ring();
        topology.pass(Duration.ofSeconds(3));
        call.answer();
        topology.pass(Duration.ofSeconds(20));
        call.end(EndCause.CALLER, null);
        return written();
    }

    /** What is new on each topic; of a changelog the name of its store. */
    private Map<String, Integer> written() {
        Map<String, Integer> written = new TreeMap<>();
        for (var topic : topology.driver.producedTopicNames()) {
            var records = topology.driver
                    .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
            if (!records.isEmpty()) {
                written.put(topic.replaceFirst("^test-(.*)-changelog$", "$1"), records.size());
            }
        }
        return written;
    }
}
