package io.tollgate.enforcement;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** Waits for what nobody tells of, such as another process's end: looks again and again, up to a deadline. Stateless. */
final class Waiting {

    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

    private Waiting() {}

    /** Whether the condition came to hold in that time. */
    static boolean until(Duration atMost, Callable<Boolean> condition) throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!holds(condition)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    private static boolean holds(Callable<Boolean> condition) throws InterruptedException, ExecutionException {
        try {
            return condition.call();
        } catch (InterruptedException | ExecutionException | RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new ExecutionException(failed);
        }
    }
}
