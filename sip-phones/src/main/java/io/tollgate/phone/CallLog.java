package io.tollgate.phone;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The calls that an agent had, oldest first, forgotten beyond a limit. Safe for use by several threads. */
final class CallLog {
    private final int limit;
    private final Deque<Call> calls = new ArrayDeque<>();
    private final Deque<ReceivedCall> untaken = new ArrayDeque<>();

    CallLog(int limit) {
        this.limit = limit;
    }

    synchronized void add(Call call) {
        calls.add(call);
        if (calls.size() > limit) {
            calls.remove();
        }
        if (call instanceof ReceivedCall received) {
            untaken.add(received);
            if (untaken.size() > limit) {
                untaken.remove();
            }
        }
        notifyAll();
    }

    synchronized List<Call> all() {
        return List.copyOf(calls);
    }

    /** Takes the oldest received call that matches and has not been taken. */
    synchronized ReceivedCall take(Duration within, Predicate<ReceivedCall> wanted, Supplier<String> seen) {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            for (ReceivedCall call : untaken) {
                if (wanted.test(call)) {
                    untaken.remove(call);
                    return call;
                }
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new NotSeen("no call came within " + within + "; seen instead:\n" + seen.get());
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NotSeen("interrupted while waiting for a call");
            }
        }
    }
}
