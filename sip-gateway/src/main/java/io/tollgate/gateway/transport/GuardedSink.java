package io.tollgate.gateway.transport;

import io.tollgate.gateway.admission.LogBound;
import io.tollgate.gateway.wire.Flow;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the sockets and the sink: sockets are bound before the sink can be built, since it wants to know the
 * port; and a sink that throws at one message must not take the socket with it. For all threads.
 */
final class GuardedSink implements MessageSink {
    private static final Logger LOGGER = LoggerFactory.getLogger(GuardedSink.class);

    private final AtomicReference<@Nullable MessageSink> target = new AtomicReference<>();
    private final TransportCounters counters;
    /** Whoever finds a message that we stumble over has many. */
    private final LogBound logged = new LogBound(new SecureRandom().nextLong());

    GuardedSink(TransportCounters counters) {
        this.counters = counters;
    }

    void direct(MessageSink sink) {
        if (!target.compareAndSet(null, sink)) {
            throw new IllegalStateException("started twice");
        }
    }

    @Override
    public void onMessage(Flow flow, byte[] message) {
        try {
            sink().onMessage(flow, message);
        } catch (RuntimeException bug) {
            report(flow, bug);
        }
    }

    @Override
    public void onMessageAmongFew(Flow flow, byte[] message) {
        try {
            sink().onMessageAmongFew(flow, message);
        } catch (RuntimeException bug) {
            report(flow, bug);
        }
    }

    @Override
    public void onDisconnect(Flow flow) {
        try {
            sink().onDisconnect(flow);
        } catch (RuntimeException bug) {
            report(flow, bug);
        }
    }

    private MessageSink sink() {
        MessageSink sink = target.get();
        if (sink == null) {
            throw new IllegalStateException("nothing is read before start");
        }
        return sink;
    }

    private void report(Flow flow, RuntimeException bug) {
        counters.sinkFailures.increment();
        long untold = logged.take(flow.remote().getAddress(), System.nanoTime() / 1_000);
        if (untold >= 0) {
            LOGGER.atError()
                    .setCause(bug)
                    .addKeyValue("transport", flow.transport())
                    .addKeyValue("untold", untold)
                    .log("message not taken");
        }
    }
}
