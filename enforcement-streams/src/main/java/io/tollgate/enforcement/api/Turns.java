package io.tollgate.enforcement.api;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * One at a time for each key. Who waits holds a thread of the server's, so that nobody waits long. Safe for threads.
 */
final class Turns {

    /** Many times what Kafka needs. */
    private static final Duration MOST = Duration.ofSeconds(1);

    /** Keys that meet wait for each other; more than there are threads, so that it seldom happens. */
    private static final int STRIPES = 64;

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

    /**
     * Does it when it is its turn.
     *
     * @throws InputLog.Unavailable if that takes too long
     */
    void take(String key, Runnable work) {
        var lock = locks[Math.floorMod(key.hashCode(), STRIPES)];
        try {
            if (!lock.tryLock(MOST.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InputLog.Unavailable("another write of it is not done yet, try again", null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InputLog.Unavailable("this process ends", interrupted);
        }
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
