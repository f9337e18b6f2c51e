package io.tollgate.enforcement.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client of the events: what waits for it, and the writing of it. Nobody waits for a slow one: what finds no place is
 * counted, and the client is told how much it missed. Offered to by one thread, written by another.
 */
final class EventListener {

    /** Some seconds of a busy system. */
    static final int MOST_WAITING = 1_000;

    /** Proxies close what is silent for half a minute or more, and a client that is gone shows by a write alone. */
    static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final EventFilter filter;
    private final String epoch;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean closed;

    /** @param epoch this process's, in front of each event's number */
    EventListener(EventFilter filter, String epoch) {
        this.filter = filter;
        this.epoch = epoch;
    }

    /** False: it is wanted, and there is no place for it. */
    boolean offer(Event event) {
        if (!filter.takes(event) || waiting.offer(event)) {
            return true;
        }
        lost.incrementAndGet();
        return false;
    }

    /** It missed some, it cannot be told how many. */
    void missed() {
        lost.incrementAndGet();
    }

    /** Ends {@link #writeTo} soon. */
    void close() {
        closed = true;
    }

    /** Writes what comes until the client is gone. */
    void writeTo(OutputStream out) throws IOException, InterruptedException {
        write(out, "retry: 1000\n: listening\n\n");
        while (!closed) {
            long missed = lost.getAndSet(0);
            if (missed > 0) {
                write(out, "event: lost\ndata: {\"count\":" + missed + "}\n\n");
            }
            var event = waiting.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
            write(out, event == null ? ": heartbeat\n\n" : text(event));
        }
    }

    private String text(Event event) {
        return "event: " + event.name() + "\nid: " + epoch + "-" + event.number() + "\ndata: " + event.data() + "\n\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
