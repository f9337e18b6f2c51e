package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.scenario.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker is killed and comes back later, while calls are made all the time; their gateway outlives it, or is killed in
 * the middle of it. {@code -Dtollgate.outage.seconds=60} makes it a minute.
 */
@Apart
class OutageSystemTest {

    private static final int CALLS_PER_SECOND = 100;
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("tollgate.outage.seconds", 10));
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(1);
    private static final Duration DELIVERED = Duration.ofMinutes(1);
    private static final String ACCOUNT = "outage";

    @TempDir
    private Path data;

    private Fleet fleet;
    private Phone phone;

    @BeforeEach
    void open() {
        fleet = new Fleet(data);
        fleet.startGateway("a");
        fleet.provisioning().provision(Accounts.account(ACCOUNT).build());
        phone = fleet.gateway("a").phone("caller").open();
    }

    @AfterEach
    void close() {
        phone.close();
        fleet.close();
    }

    private static void wait(Duration duration) {
        Await.instant(Instant.now().plus(duration));
    }

    private static Set<String> answered(List<PlacedCall> calls) {
        return calls.stream()
                .filter(call -> call.answered().isDone() && !call.answered().isCompletedExceptionally())
                .map(PlacedCall::callId)
                .collect(Collectors.toSet());
    }

    /** Each of these calls has all its events, in order, and one record. */
    private void assertComplete(Set<String> calls, TopicReader<CallEvent> events, TopicReader<CallRecord> records) {
        Await.until(
                "a record of each of " + calls.size() + " calls",
                DELIVERED,
                () -> records.values(record -> true).stream()
                        .map(CallRecord::getSipCallId)
                        .collect(Collectors.toSet())
                        .containsAll(calls),
                () -> records.records().size() + " records, " + events.records().size() + " events; Streams says\n"
                        + String.join("\n", fleet.streams(1).err()));
        Map<String, StringBuilder> told = new HashMap<>();
        Set<String> eventIds = new HashSet<>();
        for (CallEvent event : events.values(event -> calls.contains(event.getSipCallId()))) {
            // Of what Kafka took as it was killed the gateway cannot know, and tells it again, under the same id.
            if (eventIds.add(event.getEventId())) {
                told.computeIfAbsent(event.getSipCallId(), id -> new StringBuilder())
                        .append(event.getSequence());
            }
        }
        assertThat(told.keySet()).isEqualTo(calls);
        assertThat(told.values())
                .allSatisfy(sequences -> assertThat(sequences.toString()).isEqualTo("0123"));
        assertThat(records.values(record -> calls.contains(record.getSipCallId())).stream()
                        .map(CallRecord::getSipCallId))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldLoseNoCallAndNoEventWhenTheBrokerIsAway() {
        // Given
        TopicReader<CallEvent> events = fleet.read(Topics.CALL_EVENTS, CallEvent.class);
        TopicReader<CallRecord> records = fleet.read(Topics.CALL_RECORDS, CallRecord.class);
        try (CallLoad load = new CallLoad(() -> phone, () -> ACCOUNT, () -> CALL)) {
            load.start(CALLS_PER_SECOND);
            records.await("records", CALLS_PER_SECOND, record -> true);

            // When
            fleet.killBroker();
            wait(OUTAGE);
            fleet.startBroker();
            wait(AFTERWARDS);
            List<PlacedCall> calls = load.finish();

            // Then
            assertThat(answered(calls)).hasSameSizeAs(calls);
            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.awaitEnded().by()).isNotNull());
            assertComplete(answered(calls), events, records);
            fleet.provisioning().awaitChannels(ACCOUNT, 0);
            System.out.println("broker away for " + OUTAGE.toSeconds() + " s: " + calls.size()
                    + " calls, none failed, no event missing");
        }
    }

    @Test
    void shouldLoseNoEventWhenTheGatewayIsKilledWhileTheBrokerIsAway() {
        // Given
        TopicReader<CallEvent> events = fleet.read(Topics.CALL_EVENTS, CallEvent.class);
        TopicReader<CallRecord> records = fleet.read(Topics.CALL_RECORDS, CallRecord.class);
        try (CallLoad first = new CallLoad(() -> phone, () -> ACCOUNT, () -> CALL);
                CallLoad second = new CallLoad(() -> phone, () -> ACCOUNT, () -> CALL)) {
            first.start(CALLS_PER_SECOND);
            records.await("records", CALLS_PER_SECOND, record -> true);

            // When
            fleet.killBroker();
            wait(OUTAGE.dividedBy(2));
            List<PlacedCall> calls = first.finish();
            wait(Duration.ofMillis(100)); // what was told a moment before a kill may be lost
            fleet.gateway("a").process().kill();
            fleet.restartGateway("a");
            second.start(CALLS_PER_SECOND);
            wait(OUTAGE.dividedBy(2));
            fleet.startBroker();
            wait(AFTERWARDS);
            List<PlacedCall> more = second.finish();

            // Then
            Set<String> all = answered(calls);
            all.addAll(answered(more));
            assertThat(all).hasSize(calls.size() + more.size());
            assertThat(more)
                    .allSatisfy(call -> assertThat(call.awaitEnded().by()).isNotNull());
            assertComplete(all, events, records);
            fleet.provisioning().awaitChannels(ACCOUNT, 0);
            System.out.println("broker away for " + OUTAGE.toSeconds() + " s, gateway killed meanwhile: " + all.size()
                    + " calls, none failed, no event missing");
        }
    }
}
