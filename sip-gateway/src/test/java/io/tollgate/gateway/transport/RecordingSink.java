package io.tollgate.gateway.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.Flow;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Keeps what arrives; every wait has a deadline. */
final class RecordingSink implements MessageSink {
    static final Duration DEADLINE = Duration.ofSeconds(10);

    record Arrival(Flow flow, String text, boolean amongFew) {}

    final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    final BlockingQueue<Flow> disconnects = new LinkedBlockingQueue<>();

    @Override
    public void onMessage(Flow flow, byte[] message) {
        take(flow, message, false);
    }

    @Override
    public void onMessageAmongFew(Flow flow, byte[] message) {
        take(flow, message, true);
    }

    private void take(Flow flow, byte[] message, boolean amongFew) {
        if (new String(message, ISO_8859_1).startsWith("BOOM")) {
            throw new IllegalStateException("a sink's bug");
        }
        arrivals.add(new Arrival(flow, new String(message, ISO_8859_1), amongFew));
    }

    @Override
    public void onDisconnect(Flow flow) {
        disconnects.add(flow);
    }

    Arrival next() throws InterruptedException {
        Arrival arrival = arrivals.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(arrival).as("a message within %s", DEADLINE).isNotNull();
        return arrival;
    }

    static void await(String what, BooleanSupplier condition, Supplier<?> seen) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s; seen: %s", what, seen.get()).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
