package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.EndCause;
import io.tollgate.Termination;
import io.tollgate.phone.Call;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Streams that is away, and what it does first when it is there again. */
@Apart
class StreamsAwaySystemTest {

    private static final long SECOND = 1_000; // micro-units
    private static final long MINUTE = 60 * SECOND;
    private static final Tariff BY_SECOND = Tariff.bySecond(SECOND);

    /** For four calls at once: longer than a slow machine needs to begin them and tell Streams of it. */
    private static final int SECONDS_FOR_FOUR = 24;

    @Test
    void shouldNeitherCutNorChargeWhenEndsOfCallsLayUnread() {
        // Given
        String account = "away-shared";
        long credit = 4 * SECONDS_FOR_FOUR * SECOND;
        try (PartedCluster cluster = PartedCluster.whole();
                Phone phone = cluster.gateway().phone(account).open()) {
            TopicReader<CallRecord> records = cluster.read(Topics.CALL_RECORDS, CallRecord.class);
            TopicReader<Termination> terminations = cluster.read(Topics.TERMINATIONS, Termination.class);
            cluster.billing().open(account, BY_SECOND, credit);
            List<PlacedCall> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(phone.invite(Cast.LOCAL));
            }
            calls.forEach(Call::awaitAnswered);
            cluster.provisioning().awaitChannels(account, 4);
            Instant gone = calls.get(3).awaitAnswered().at().instant().plusSeconds(SECONDS_FOR_FOUR);

            // When
            cluster.killStreams();
            List<PlacedCall> ended = calls.subList(0, 3);
            ended.forEach(Call::hangUp);
            ended.forEach(Call::awaitEnded);
            Await.instant(gone.plusSeconds(2)); // by now the money would be gone, had they gone on
            cluster.startStreams();

            // Then
            PlacedCall last = calls.get(3);
            records.await(
                    "records of the three", 3, record -> record.getAccount().equals(account));
            assertThat(last.live())
                    .as(() -> last.describe() + "\n" + terminations.print())
                    .isTrue();
            last.hangUp();
            last.awaitEnded();
            List<CallRecord> all = records.await(
                    "four records", 4, record -> record.getAccount().equals(account));
            assertThat(all).hasSize(4).allSatisfy(record -> {
                long lasted = ChronoUnit.MICROS.between(record.getAnsweredAt(), record.getEndedAt());
                assertThat(record.getCause()).isEqualTo(EndCause.CALLER);
                assertThat(record.getCost()).isEqualTo(BY_SECOND.cost(BY_SECOND.billed(lasted)));
                assertThat(record.getUncollected()).isZero();
            });
            cluster.provisioning()
                    .awaitBalance(
                            account,
                            credit - all.stream().mapToLong(CallRecord::getCost).sum());
            assertThat(terminations.values(order -> account.equals(order.getAccount())))
                    .allSatisfy(order -> assertThat(order.getAt()).isAfter(gone));
        }
    }

    /** Money comes to its account by a stage more than events of calls. */
    @Test
    void shouldReckonInTheOrderOfTimeWhenMoneyAndCallsLayUnread() {
        // Given
        List<String> accounts =
                IntStream.range(0, 6).mapToObj(number -> "away-paid-" + number).toList();
        try (PartedCluster cluster = PartedCluster.whole();
                Phone phone = cluster.gateway().phone("callers").open()) {
            TopicReader<CallEvent> events = cluster.read(Topics.CALL_EVENTS, CallEvent.class);
            TopicReader<CallRecord> records = cluster.read(Topics.CALL_RECORDS, CallRecord.class);
            accounts.forEach(account -> cluster.billing().open(account, BY_SECOND, SECOND));

            // When
            cluster.killStreams();
            accounts.forEach(account -> cluster.billing().topUp(account, MINUTE));
            List<PlacedCall> calls = accounts.stream()
                    .map(account -> phone.invite(Dial.to(Cast.LOCAL).from(account)))
                    .toList();
            calls.forEach(Call::awaitAnswered);
            Await.instant(Instant.now().plusSeconds(3));
            calls.forEach(Call::hangUp);
            calls.forEach(Call::awaitEnded);
            events.await(
                    "ends",
                    calls.size(),
                    event -> accounts.contains(event.getAccount()) && event.getEvent() instanceof CallEnded);
            accounts.forEach(account -> cluster.billing().topUp(account, -SECOND - MINUTE));
            cluster.startStreams();

            // Then
            assertThat(records.await("records", calls.size(), record -> accounts.contains(record.getAccount())))
                    .allSatisfy(record -> {
                        long lasted = ChronoUnit.MICROS.between(record.getAnsweredAt(), record.getEndedAt());
                        assertThat(record.getCost()).isEqualTo(BY_SECOND.cost(BY_SECOND.billed(lasted)));
                        assertThat(record.getUncollected()).isZero();
                        cluster.provisioning().awaitBalance(record.getAccount(), -record.getCost());
                    });
        }
    }
}
