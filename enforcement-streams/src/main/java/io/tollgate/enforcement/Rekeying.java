package io.tollgate.enforcement;

import io.tollgate.enforcement.backlog.EarlierStage;
import io.tollgate.enforcement.backlog.Owners;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stage by which settings and money come to their owners, as Kafka knows how far it is. Asks on a thread of its own, for
 * all together who want to know. Safe for threads.
 */
final class Rekeying implements EarlierStage, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Rekeying.class);
    private static final List<Topic> INPUTS = List.of(Topics.ACCOUNTS, Topics.BALANCE_ADJUSTMENTS);

    /** What a process that was killed had begun is in the way until its transaction times out, 6 s later. */
    private static final Duration STALLED = Duration.ofSeconds(8);

    private static final int ANSWER_MILLIS = 5_000;

    private final Map<String, Object> connection;
    private final List<String> owned;
    private final List<CompletableFuture<Map<TopicPartition, Long>>> asked = new ArrayList<>();
    private final ExecutorService executor = Executors.newSingleThreadExecutor(Rekeying::thread);

    /** @param connection of any client of the same Kafka */
    Rekeying(Map<String, Object> connection, Owners owners) {
        this.connection = new HashMap<>(connection);
        this.connection.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        this.connection.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        this.owned = owners.topics();
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "tollgate-rekeying");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public CompletableFuture<Map<TopicPartition, Long>> passed() {
        var answer = new CompletableFuture<Map<TopicPartition, Long>>();
        synchronized (asked) {
            asked.add(answer);
        }
        try {
            executor.execute(this::answer);
        } catch (RejectedExecutionException closed) {
            answer.complete(Map.of());
        }
        return answer;
    }

    private void answer() {
        List<CompletableFuture<Map<TopicPartition, Long>>> together;
        synchronized (asked) {
            together = List.copyOf(asked);
            asked.clear();
        }
        Map<TopicPartition, Long> ends = Map.of();
        try {
            ends = together.isEmpty() ? ends : ends();
        } finally {
            for (var answer : together) {
                answer.complete(ends);
            }
        }
    }

    private Map<TopicPartition, Long> ends() {
        try (var admin = Admin.create(connection)) {
            var state = new DurableState(admin);
            if (state.awaitRead(INPUTS, STALLED)) {
                return state.writtenEnds(owned);
            }
            LOGGER.atWarn().log("settings or money are not passed on; calls may be decided on without them");
        } catch (ExecutionException | KafkaException failed) {
            LOGGER.atWarn().setCause(failed).log("calls may be decided on without the settings and money before them");
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        return Map.of();
    }

    /** Nobody waits any more. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
