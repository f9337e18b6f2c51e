package io.tollgate.phone;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * RFC 3261 section 17.2 with RFC 6026: one request that came, and the answers to it and to its retransmissions. Belongs
 * to the endpoint's loop.
 *
 * <p>A 2xx to an INVITE is repeated by the call, not here: only the call knows the ACK.
 */
final class ServerTransaction {
    private enum Phase {
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        CONFIRMED,
        GONE
    }

    private final Transactions transactions;
    private final String key;
    private final Hop back;
    private final long cseq;
    private final boolean invite;
    private Phase phase = Phase.PROCEEDING;
    private @Nullable Incoming request;
    private @Nullable String last;
    private Duration interval;
    private Loop.@Nullable Timer repeat;
    private Loop.@Nullable Timer end;

    ServerTransaction(Transactions transactions, String key, Incoming request) {
        this.transactions = transactions;
        this.key = key;
        this.back = request.back();
        this.cseq = request.cseq();
        this.request = request;
        this.invite = request.method().equals("INVITE");
        this.interval = transactions.timers().t1();
    }

    String key() {
        return key;
    }

    long cseq() {
        return cseq;
    }

    /** The request, while it has no final response: what is read of it weighs ten times its text. */
    Incoming request() {
        if (request == null) {
            throw new IllegalStateException("answered already: " + key);
        }
        return request;
    }

    /** Whether no final response has been sent. */
    boolean open() {
        return phase == Phase.PROCEEDING;
    }

    void respond(int status, Draft response) {
        if (!open()) {
            throw new IllegalStateException("a second final response " + status + " to " + key);
        }
        last = response.text();
        sendLast();
        if (status < 200) {
            return;
        }
        request = null;
        if (invite && status < 300) {
            phase = Phase.ACCEPTED;
            endAfter(transactions.timers().giveUp());
        } else {
            phase = Phase.COMPLETED;
            endAfter(invite || unreliable() ? transactions.timers().giveUp() : Duration.ZERO);
        }
    }

    /** The call repeats its 2xx. */
    void repeatAccepted() {
        sendLast();
    }

    /** The request came again. */
    void repeated() {
        if (last != null && (phase == Phase.PROCEEDING || phase == Phase.COMPLETED)) {
            sendLast();
        }
    }

    /** ACK to our refusal. */
    void acknowledged() {
        if (phase == Phase.COMPLETED) {
            phase = Phase.CONFIRMED;
            endAfter(unreliable() ? transactions.timers().t4() : Duration.ZERO);
        }
    }

    private boolean unreliable() {
        return back.transport() == Hop.Transport.UDP;
    }

    private void repeat() {
        sendLast();
        interval = transactions.timers().next(interval, true);
        repeat = transactions.after(interval, this::repeat);
    }

    private void sendLast() {
        if (last != null) {
            transactions.endpoint().send(back, last);
        }
    }

    private void endAfter(Duration linger) {
        stop(repeat);
        stop(end);
        if (phase == Phase.COMPLETED && invite && unreliable()) {
            repeat = transactions.after(interval, this::repeat);
        }
        end = transactions.after(linger, () -> {
            phase = Phase.GONE;
            stop(repeat);
            transactions.remove(this);
        });
    }

    private static void stop(Loop.@Nullable Timer timer) {
        if (timer != null) {
            timer.stop();
        }
    }
}
