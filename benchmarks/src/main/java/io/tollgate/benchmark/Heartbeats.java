package io.tollgate.benchmark;

import io.tollgate.schemas.topic.Topics;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says once a second that the gateway of {@link GatewayRecords} lives, on a thread of its own. */
final class Heartbeats implements AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final InputPublisher inputs;

    Heartbeats(InputPublisher inputs) {
        this.inputs = inputs;
    }

    void start() {
        Instant startedAt = Instant.now();
        thread.scheduleAtFixedRate(
                () -> inputs.publish(
                        Topics.GATEWAYS, GatewayRecords.GATEWAY, GatewayRecords.heartbeat(startedAt, Instant.now())),
                0,
                1,
                TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
