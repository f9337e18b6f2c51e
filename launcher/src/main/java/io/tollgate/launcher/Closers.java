package io.tollgate.launcher;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, to be closed in the opposite order, each once, whether the start came to its end or not. Safe for
 * threads: a signal may come in the middle of a start.
 */
final class Closers implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Closers.class);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Deque<Map.Entry<String, AutoCloseable>> started = new ArrayDeque<>();
    private Duration patience = PATIENCE;
    private boolean closed;

    /** How long closing may take; a part that waits for something in an orderly way has this added. */
    synchronized void allow(Duration more) {
        patience = patience.plus(more);
    }

    /** How long closing may take: whoever sent the signal sends a harder one soon. */
    synchronized Duration patience() {
        return patience;
    }

    /** Adds what was just started; closes it at once where everything else is closed already. */
    synchronized <T extends AutoCloseable> T add(String name, T part) {
        started.push(Map.entry(name, part));
        if (closed) {
            close();
            throw new IllegalStateException("stopped while starting");
        }
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            var entry = started.pop();
            try {
                entry.getValue().close();
            } catch (Exception e) { // the others still have to be closed
                LOGGER.atWarn().setCause(e).addKeyValue("part", entry.getKey()).log("did not close orderly");
            }
        }
    }
}
