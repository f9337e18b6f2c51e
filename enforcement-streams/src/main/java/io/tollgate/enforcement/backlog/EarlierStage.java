package io.tollgate.enforcement.backlog;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** The stage that re-keys what concerns accounts before their owners read it, on whatever instances. Safe for threads. */
public interface EarlierStage {

    /**
     * Done when all that lies before the stage now has passed it: where the partitions end then that owners read. Where that
     * cannot be told, or takes too long, there are none. Never fails.
     */
    CompletableFuture<Map<TopicPartition, Long>> passed();
}
