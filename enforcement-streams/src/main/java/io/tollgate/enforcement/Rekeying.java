package io.tollgate.enforcement;

import io.tollgate.enforcement.backlog.EarlierStage;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stage by which settings and money come to their owners, as Kafka knows how far it is. Safe for threads. */
final class Rekeying implements EarlierStage {

    private static final Logger LOGGER = LoggerFactory.getLogger(Rekeying.class);
    private static final List<Topic> INPUTS = List.of(Topics.ACCOUNTS, Topics.BALANCE_ADJUSTMENTS);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, Object> connection;

    /** @param connection of any client of the same Kafka */
    Rekeying(Map<String, Object> connection) {
        this.connection = Map.copyOf(connection);
    }

    @Override
    public CompletableFuture<Void> passed() {
        var passed = new CompletableFuture<Void>();
        var thread = new Thread(() -> await(passed), "tollgate-rekeying");
        thread.setDaemon(true);
        thread.start();
        return passed;
    }

    private void await(CompletableFuture<Void> passed) {
        try (var admin = Admin.create(connection)) {
            var state = new DurableState(admin);
            var ends = state.ends(INPUTS);
            if (!Waiting.until(PATIENCE, () -> state.unreadBefore(ends) == 0)) {
                LOGGER.atWarn()
                        .log("settings and money are not awaited any longer; calls may be decided on without them");
            }
        } catch (ExecutionException | KafkaException failed) {
            LOGGER.atWarn().setCause(failed).log("calls may be decided on without the settings and money before them");
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            passed.complete(null);
        }
    }
}
