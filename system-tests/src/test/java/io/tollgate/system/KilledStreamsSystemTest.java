package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AccountState;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.CreditModel;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Streams is killed again and again at random moments, while calls begin and end and money comes in; afterwards the books
 * must be right to the micro-unit. {@code -Dtollgate.kills} says how often, {@code -Dtollgate.seed} repeats a run's
 * moments and amounts, as far as a real machine can.
 */
@Apart
class KilledStreamsSystemTest {

    private static final int KILLS = Integer.getInteger("tollgate.kills", 20);
    private static final int LEAST_LIVE_CALLS = 5;
    private static final int LONGEST_LIFE_MILLIS = 2_000;
    private static final long RICH = 1_000_000_000;
    private static final long CREDIT_LIMIT = 50_000;

    /** Prices that leave something to round. */
    private static final Tariff BY_SECOND = new Tariff(599_999, 0, 1, 1);

    private static final Tariff WITH_FEE = new Tariff(1_234_567, 12_345, 3, 2);
    private static final Tariff BY_MINUTE = new Tariff(777_777, 1, 60, 6);

    /** A kill, and what it fell on. */
    private record Kill(int number, long unreadTopUps, long unreadEvents, int openTransactions, int liveCalls) {
        @Override
        public String toString() {
            return "kill " + number + ": unread top-ups " + unreadTopUps + ", unread call events at least "
                    + unreadEvents + ", open transactions " + openTransactions + ", live calls " + liveCalls;
        }
    }

    @Test
    void shouldKeepTheBooksExactWhenStreamsIsKilledAgainAndAgain() {
        // Given
        long seed = Long.getLong("tollgate.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (PartedCluster cluster = PartedCluster.whole();
                Unread unread = new Unread(cluster.kafka());
                Phone phone = cluster.gateway().phone("callers").open()) {
            Billing billing = cluster.billing();
            Map<String, Tariff> tariffs = new LinkedHashMap<>();
            Map<String, Long> opening = open(billing, tariffs);
            var audit = new MoneyAudit(
                    opening.keySet(),
                    cluster.read(Topics.CALL_EVENTS, CallEvent.class),
                    cluster.read(Topics.CALL_RECORDS, CallRecord.class),
                    cluster.read(Topics.ACCOUNT_STATES, AccountState.class));
            List<PlacedCall> calls;
            try (MoneyLoad load = new MoneyLoad(
                    billing, () -> phone, List.copyOf(opening.keySet()), BY_SECOND.price(0), random.nextLong())) {
                opening.forEach(load::paidBefore);
                load.start();

                // When
                List<Kill> kills = new ArrayList<>();
                for (int number = 1; number <= KILLS; number++) {
                    Await.until(
                            "live calls", Cluster.PATIENCE, () -> load.live().size() >= LEAST_LIVE_CALLS, load::live);
                    Await.instant(Instant.now().plusMillis(random.nextInt(LONGEST_LIFE_MILLIS)));
                    kills.add(kill(number, cluster, load, unread));
                    long read = unread.read();
                    cluster.startStreams();
                    Await.until("Streams to read on", Cluster.PATIENCE, () -> unread.read() > read, unread::read);
                    assertThat(cluster.streamsLog()).noneMatch(line -> line.contains("TaskCorruptedException"));
                }
                calls = load.finish();

                // Then
                assertThat(kills).allSatisfy(kill -> {
                    assertThat(kill.unreadTopUps() + kill.openTransactions())
                            .as("%s", kill)
                            .isPositive();
                    assertThat(kill.liveCalls()).as("%s", kill).isPositive();
                });
                int answered = (int)
                        calls.stream().filter(call -> call.answered().isDone()).count();
                System.out.println(calls.size() + " calls, " + answered + " answered");
                audit.assertOneRecordForEachAnsweredCall(answered);
                audit.assertCosts(tariffs);
                audit.assertBalances(load.paidIn());
                audit.assertNeverBelow(least(opening));
            }
        }
    }

    /** Rich and poor accounts at each tariff; gives what each begins with. */
    private static Map<String, Long> open(Billing billing, Map<String, Tariff> tariffs) {
        Map<String, Long> opening = new LinkedHashMap<>();
        for (Tariff tariff : List.of(BY_SECOND, WITH_FEE, BY_MINUTE)) {
            String name = "killed-" + tariff.increments().replace('/', '-');
            for (String rich : List.of(name + "-rich-1", name + "-rich-2")) {
                billing.open(rich, tariff, RICH);
                opening.put(rich, RICH);
                tariffs.put(rich, tariff);
            }
            long poor = tariff.price(0) * 2;
            billing.open(name + "-poor", tariff, poor);
            opening.put(name + "-poor", poor);
            tariffs.put(name + "-poor", tariff);
        }
        billing.open(
                "killed-postpaid",
                BY_SECOND,
                0,
                account -> account.setCreditModel(CreditModel.POSTPAID).setCreditLimit(CREDIT_LIMIT));
        opening.put("killed-postpaid", 0L);
        tariffs.put("killed-postpaid", BY_SECOND);
        return opening;
    }

    private static Map<String, Long> least(Map<String, Long> opening) {
        Map<String, Long> least = new LinkedHashMap<>();
        opening.keySet().forEach(account -> least.put(account, account.endsWith("postpaid") ? -CREDIT_LIMIT : 0));
        return least;
    }

    /** Top-ups, and SIGKILL as soon as Kafka has them; what they and the calls' events found, Kafka tells afterwards. */
    private static Kill kill(int number, PartedCluster cluster, MoneyLoad load, Unread unread) {
        Map<TopicPartition, Long> ends = unread.ends();
        List<RecordMetadata> topUps = load.burst();
        int live = load.live().size();
        cluster.killStreams();
        Kill kill = new Kill(number, unread.of(topUps), unread.before(ends), unread.openTransactions(), live);
        System.out.println(kill);
        return kill;
    }
}
