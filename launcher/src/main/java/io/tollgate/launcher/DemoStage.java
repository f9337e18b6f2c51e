package io.tollgate.launcher;

import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Moment;
import io.tollgate.phone.NotSeen;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.TestUpstream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Where the demo plays: the phones, the upstream, and the page that it is told on. Used by one thread. */
final class DemoStage {

    /** How long anything may take that is seen once it has begun to work. */
    static final Duration PATIENCE = Duration.ofSeconds(12);

    private final PrintStream out;
    private final String sip;
    private final TestUpstream upstream;
    private final Phone alice;
    private final Phone bob;

    DemoStage(PrintStream out, String sip, TestUpstream upstream, Closers closers) {
        this.out = out;
        this.sip = sip;
        this.upstream = upstream;
        this.alice = closers.add("alice", phone("alice"));
        this.bob = closers.add("bob", phone("bob"));
    }

    private Phone phone(String user) {
        return Phone.of(user).proxy(Hop.udp(sip)).open();
    }

    Phone alice() {
        return alice;
    }

    Phone bob() {
        return bob;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void tell(String text) {
        line("   " + text);
    }

    /** The other end of a call. */
    ReceivedCall callee(PlacedCall call) {
        return upstream.awaitCall(received -> received.callId().equals(call.callId()));
    }

    boolean reachedUpstream(PlacedCall call) {
        return !upstream.transcript().of(call.callId()).isEmpty();
    }

    /**
     * Calls again and again until a call is answered. What was just written takes some milliseconds to be known
     * everywhere, and a refusal before that is no fault.
     */
    PlacedCall callUntilAnswered(Phone phone, String number) {
        return callUntil(phone, number, "answered", call -> call.answered().isDone());
    }

    /** The same until one is refused; those that are answered are ended. */
    PlacedCall callUntilRefused(Phone phone, String number) {
        return callUntil(phone, number, "refused", call -> !call.answered().isDone());
    }

    private PlacedCall callUntil(Phone phone, String number, String what, Predicate<PlacedCall> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            PlacedCall call = phone.invite(number);
            while (!call.answered().isDone() && !call.ended().isDone()) {
                DemoLook.pause();
            }
            if (wanted.test(call)) {
                return call;
            }
            if (!call.ended().isDone()) {
                call.hangUp();
                call.awaitEnded();
            }
        }
        throw new NotSeen("no call to " + number + " is " + what + " in " + PATIENCE.toSeconds() + " s");
    }

    /** Waits until the gateway refuses this user's registration, as it does once it knows that the account is disabled. */
    void awaitRefused(String user) {
        try (Phone phone = phone(user)) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                if (registered(phone) == 403) {
                    return;
                }
                DemoLook.pause();
            }
        }
        throw new NotSeen("the gateway refuses nobody for " + PATIENCE.toSeconds() + " s");
    }

    private static int registered(Phone phone) {
        try {
            return phone.register()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .status();
        } catch (ExecutionException | TimeoutException e) {
            return 0;
        } catch (InterruptedException e) {
            throw DemoLook.interrupted(e);
        }
    }

    /** Both ends of a call that Tollgate ended, at the caller and at the callee. */
    record Ends(CallEnd caller, CallEnd callee) {}

    /** Waits for BYE at both phones. */
    static Ends awaitCut(PlacedCall call, ReceivedCall received, Duration within) {
        CallEnd caller = call.awaitEnded(within);
        CallEnd callee = received.awaitEnded(PATIENCE);
        require(caller.by() == CallEnd.By.PEER && callee.by() == CallEnd.By.PEER, "a phone ended it by itself");
        require(!caller.reason().isEmpty() && !callee.reason().isEmpty(), "a BYE carries no Reason");
        return new Ends(caller, callee);
    }

    static void require(boolean seen, String otherwise) {
        if (!seen) {
            throw new NotSeen(otherwise);
        }
    }

    static String millis(Moment later, Moment earlier) {
        return millis(later.since(earlier));
    }

    static String millis(Duration time) {
        double millis = time.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 100 ? "%.1f ms" : "%.0f ms", millis);
    }
}
