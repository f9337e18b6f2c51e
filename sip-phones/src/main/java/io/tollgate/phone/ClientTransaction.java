package io.tollgate.phone;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * RFC 3261 section 17.1 with RFC 6026: one request on its way, repeated until answered. Belongs to the endpoint's loop.
 *
 * <pre>
 * CALLING --1xx--> PROCEEDING --2xx to INVITE--> ACCEPTED (64 T1: each 2xx goes to the call) --> gone
 *     \                \------final-----------> COMPLETED (ACK again for each repeat) ---------> gone
 *      \--Timer B/F--> gone
 * </pre>
 */
final class ClientTransaction {
    /** Who asked. Both are called on the loop. */
    interface Listener {
        /** Each provisional, the first final response, and every 2xx to an INVITE, repeats too. */
        void responded(Incoming response);

        /** No final response (INVITE: none at all) came in 64 T1. */
        void timedOut();
    }

    private enum Phase {
        CALLING,
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        GONE
    }

    private final Transactions transactions;
    private final Draft request;
    private final Hop hop;
    private final Listener listener;
    private final boolean invite;
    private Phase phase = Phase.CALLING;
    private Duration interval;
    private Loop.@Nullable Timer repeat;
    private Loop.@Nullable Timer end;

    ClientTransaction(Transactions transactions, Draft request, Hop hop, Listener listener) {
        this.transactions = transactions;
        this.request = request;
        this.hop = hop;
        this.listener = listener;
        this.invite = request.method().equals("INVITE");
        this.interval = transactions.timers().t1();
    }

    Draft request() {
        return request;
    }

    Hop hop() {
        return hop;
    }

    /** Whether a CANCEL may be sent: something came back and nothing final (RFC 3261 section 9.1). */
    boolean proceeding() {
        return phase == Phase.PROCEEDING;
    }

    void start() {
        send();
        end = transactions.after(transactions.timers().giveUp(), this::giveUp);
        if (unreliable()) {
            repeat = transactions.after(interval, this::repeat);
        }
    }

    private boolean unreliable() {
        return hop.transport() == Hop.Transport.UDP;
    }

    private void send() {
        transactions.endpoint().send(hop, request.text());
    }

    private void repeat() {
        send();
        interval = transactions.timers().next(interval, !invite || phase == Phase.PROCEEDING);
        repeat = transactions.after(interval, this::repeat);
    }

    private void giveUp() {
        leave();
        listener.timedOut();
    }

    void response(Incoming response) {
        int status = response.status();
        switch (phase) {
            case CALLING, PROCEEDING -> {
                if (status < 200) {
                    provisional(response);
                } else {
                    finalResponse(response);
                }
            }
            case ACCEPTED -> {
                if (status >= 200 && status < 300) {
                    listener.responded(response);
                }
            }
            case COMPLETED -> {
                if (invite && status >= 300) {
                    acknowledge(response);
                }
            }
            case GONE -> {}
        }
    }

    private void provisional(Incoming response) {
        phase = Phase.PROCEEDING;
        if (invite) {
            stop(repeat);
            stop(end); // how long a call may ring is the caller's affair
        }
        listener.responded(response);
    }

    private void finalResponse(Incoming response) {
        stop(repeat);
        stop(end);
        if (invite && response.status() < 300) {
            phase = Phase.ACCEPTED;
            end = transactions.after(transactions.timers().giveUp(), this::leave);
        } else {
            phase = Phase.COMPLETED;
            if (invite) {
                acknowledge(response);
            }
            Duration linger = invite
                    ? transactions.timers().giveUp()
                    : transactions.timers().t4();
            end = transactions.after(unreliable() ? linger : Duration.ZERO, this::leave);
        }
        listener.responded(response);
    }

    private void acknowledge(Incoming refusal) {
        transactions
                .endpoint()
                .send(hop, request.accompanying("ACK", refusal.header("To")).text());
    }

    private void leave() {
        phase = Phase.GONE;
        stop(repeat);
        stop(end);
        transactions.remove(this);
    }

    private static void stop(Loop.@Nullable Timer timer) {
        if (timer != null) {
            timer.stop();
        }
    }
}
