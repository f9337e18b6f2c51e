package io.tollgate.enforcement.backlog;

import java.time.Duration;

/**
 * Whether the broker still answers a consumer. Its position alone cannot tell: that does not move either where nothing is
 * written. But a fetch is answered at least every {@code fetch.max.wait.ms}, with nothing if need be, and the consumer
 * counts the answers. Belongs to one thread.
 */
final class Contact {

    /** Several times the wait of an idle fetch, 500 ms; and less than the shortest lease leaves us. */
    static final Duration SILENCE = Duration.ofSeconds(2);

    private double answers = -1;
    private long answeredAtNanos;
    private long lookedAtNanos;
    private boolean isBroken;

    Contact(long nowNanos) {
        answeredAtNanos = nowNanos;
        lookedAtNanos = nowNanos;
    }

    /**
     * Looks at the count; false: there is no contact, or there was none until now.
     *
     * @param counted answers so far
     */
    boolean isKept(double counted, long nowNanos) {
        boolean isAnswered = counted > answers;
        // Whoever did not look for long does not know what came meanwhile, and what is still to come.
        boolean isMissed = nowNanos - lookedAtNanos > SILENCE.toNanos();
        boolean wasBroken = isBroken;
        if (isAnswered) {
            answers = counted;
            answeredAtNanos = nowNanos;
        }
        lookedAtNanos = nowNanos;
        isBroken = nowNanos - answeredAtNanos > SILENCE.toNanos();
        return !isBroken && !wasBroken && !isMissed;
    }

    /** Whether nothing has answered for long. */
    boolean isBroken() {
        return isBroken;
    }
}
