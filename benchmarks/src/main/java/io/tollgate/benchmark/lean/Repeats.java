package io.tollgate.benchmark.lean;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Messages that are sent again until they are answered, ever more seldom (RFC 3261 section 17.1.1.2). For one thread. */
final class Repeats {
    private static final long T1_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long T2_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(32);

    private static final class Open {
        private final byte[] message;
        private final long firstNanos;
        private long nextNanos;
        private long pauseNanos = T1_NANOS;

        Open(byte[] message, long nowNanos) {
            this.message = message;
            this.firstNanos = nowNanos;
            this.nextNanos = nowNanos + T1_NANOS;
        }
    }

    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Consumer<byte[]> sender;
    private long repeated;
    private long abandoned;

    Repeats(Consumer<byte[]> sender) {
        this.sender = sender;
    }

    void send(String key, byte[] message, long nowNanos) {
        open.put(key, new Open(message, nowNanos));
        sender.accept(message);
    }

    /** It is answered; gives how long ago it was sent first, null: it was answered before. */
    @Nullable
    Long answered(String key, long nowNanos) {
        Open message = open.remove(key);
        return message == null ? null : nowNanos - message.firstNanos;
    }

    /** Sends again what is due, and gives up what nobody has answered for long. */
    void tick(long nowNanos) {
        for (Iterator<Open> each = open.values().iterator(); each.hasNext(); ) {
            Open message = each.next();
            if (nowNanos - message.firstNanos > PATIENCE_NANOS) {
                each.remove();
                abandoned++;
            } else if (nowNanos - message.nextNanos >= 0) {
                message.pauseNanos = Math.min(T2_NANOS, 2 * message.pauseNanos);
                message.nextNanos = nowNanos + message.pauseNanos;
                repeated++;
                sender.accept(message.message);
            }
        }
    }

    int size() {
        return open.size();
    }

    long repeated() {
        return repeated;
    }

    long abandoned() {
        return abandoned;
    }
}
