package io.tollgate.phone;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A 2xx to an INVITE or re-INVITE, repeated until its ACK comes (RFC 3261 section 13.3.1.4). Belongs to the endpoint's
 * loop.
 */
final class Acceptance {
    private final Transactions transactions;
    private final ServerTransaction invite;
    private final Runnable acknowledged;
    private final Runnable givenUp;
    private Duration interval;
    private boolean waiting = true;
    private Loop.@Nullable Timer repeat;
    private Loop.@Nullable Timer end;

    Acceptance(Transactions transactions, ServerTransaction invite, Runnable acknowledged, Runnable givenUp) {
        this.transactions = transactions;
        this.invite = invite;
        this.acknowledged = acknowledged;
        this.givenUp = givenUp;
        this.interval = transactions.timers().t1();
    }

    void start(Draft response) {
        invite.respond(200, response);
        // Over TCP too: a hop further on may lose it (section 13.3.1.4).
        repeat = transactions.after(interval, this::repeat);
        end = transactions.after(transactions.timers().giveUp(), () -> {
            stop();
            givenUp.run();
        });
    }

    boolean waiting() {
        return waiting;
    }

    long cseq() {
        return invite.cseq();
    }

    void acknowledge() {
        if (waiting) {
            stop();
            acknowledged.run();
        }
    }

    void stop() {
        waiting = false;
        if (repeat != null) {
            repeat.stop();
        }
        if (end != null) {
            end.stop();
        }
    }

    private void repeat() {
        invite.repeatAccepted();
        interval = transactions.timers().next(interval, true);
        repeat = transactions.after(interval, this::repeat);
    }
}
