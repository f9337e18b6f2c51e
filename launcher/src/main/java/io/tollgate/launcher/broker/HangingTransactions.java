package io.tollgate.launcher.broker;

import io.tollgate.schemas.setting.HostPort;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions that a killed broker has left open on a partition though their coordinator knows nothing of it any more: seen
 * in about every second kill while records were written. Nobody would ever end them, and whoever reads committed records
 * only would wait behind them for ever. An operator of a cluster ends such a transaction by {@code kafka-transactions.sh};
 * a broker that belongs to one process has no operator, so it is done here, for the first minute after a start that follows
 * a kill. On a thread of its own.
 */
final class HangingTransactions implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(HangingTransactions.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int LOOKS = 60;
    private static final int ANSWER_MILLIS = 5_000;

    /** One transaction on one partition. */
    private record Open(TopicPartition partition, long producerId, int epoch, int coordinatorEpoch, long from) {}

    private final HostPort broker;
    private final CountDownLatch closing = new CountDownLatch(1);

    private HangingTransactions(HostPort broker) {
        this.broker = broker;
    }

    /** Begins to look for them. */
    static HangingTransactions end(HostPort broker) {
        HangingTransactions hanging = new HangingTransactions(broker);
        Thread thread = new Thread(hanging::look, "hanging-transactions");
        thread.setDaemon(true);
        thread.start();
        return hanging;
    }

    private void look() {
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers",
                broker.toString(),
                "request.timeout.ms",
                ANSWER_MILLIS,
                "default.api.timeout.ms",
                ANSWER_MILLIS);
        try (Admin admin = Admin.create(configuration)) {
            Set<Open> before = Set.of();
            for (int i = 0; i < LOOKS && !closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS); i++) {
                try {
                    Set<Open> now = hanging(admin);
                    // Seen twice: one that began between the two questions is none.
                    for (Open open : now) {
                        if (before.contains(open)) {
                            abort(admin, open);
                        }
                    }
                    before = now;
                } catch (ExecutionException notNow) {
                    LOGGER.atDebug().setCause(notNow).log("transactions cannot be looked at yet");
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<Open> hanging(Admin admin) throws ExecutionException, InterruptedException {
        Set<Open> open = open(admin);
        if (!open.isEmpty()) {
            Map<Long, Set<TopicPartition>> known = known(admin);
            open.removeIf(
                    each -> known.getOrDefault(each.producerId(), Set.of()).contains(each.partition()));
        }
        return open;
    }

    /** What partitions think is open. */
    private static Set<Open> open(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        Set<TopicPartition> partitions = new HashSet<>();
        admin.describeTopics(names)
                .allTopicNames()
                .get()
                .values()
                .forEach(topic -> topic.partitions()
                        .forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition()))));
        Set<Open> open = new HashSet<>();
        admin.describeProducers(partitions)
                .all()
                .get()
                .forEach((partition, state) -> state.activeProducers()
                        .forEach(producer -> producer.currentTransactionStartOffset()
                                .ifPresent(from -> open.add(new Open(
                                        partition,
                                        producer.producerId(),
                                        producer.producerEpoch(),
                                        producer.coordinatorEpoch().orElse(0),
                                        from)))));
        return open;
    }

    /** What coordinators think is open, by producer. */
    private static Map<Long, Set<TopicPartition>> known(Admin admin) throws ExecutionException, InterruptedException {
        List<String> ids = admin.listTransactions().all().get().stream()
                .map(TransactionListing::transactionalId)
                .toList();
        Map<Long, Set<TopicPartition>> known = new HashMap<>();
        admin.describeTransactions(ids)
                .all()
                .get()
                .values()
                .forEach(transaction -> known.put(transaction.producerId(), transaction.topicPartitions()));
        return known;
    }

    private static void abort(Admin admin, Open open) throws ExecutionException, InterruptedException {
        admin.abortTransaction(new AbortTransactionSpec(
                        open.partition(), open.producerId(), (short) open.epoch(), open.coordinatorEpoch()))
                .all()
                .get();
        LOGGER.atWarn()
                .addKeyValue("partition", open.partition())
                .addKeyValue("from", open.from())
                .log("a transaction that a killed broker had left open was ended");
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
