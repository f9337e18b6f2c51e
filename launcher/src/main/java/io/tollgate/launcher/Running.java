package io.tollgate.launcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A process that runs until it is told to stop. SIGINT and SIGTERM close everything orderly and leave with status 0; the
 * JVM's own way would be 143 and nothing closed. Works through a shutdown hook, since handling signals directly needs
 * classes that the JDK keeps to itself.
 */
final class Running {

    private final Closers closers;
    private final Progress progress;
    private final Thread hook;

    private Running(Closers closers, Progress progress) {
        this.closers = closers;
        this.progress = progress;
        this.hook = new Thread(this::closeAndLeave, "tollgate-stop");
    }

    /** From now on, also while things are still being started, a signal closes them. */
    static Running watch(Closers closers, Progress progress) {
        Running running = new Running(closers, progress);
        Runtime.getRuntime().addShutdownHook(running.hook);
        return running;
    }

    /** Takes the signal's meaning back: the start failed, and the process is about to leave with a status of its own. */
    void unwatch() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the signal came first: the hook decides how this ends
        }
    }

    /** Waits for the signal; never returns, since the hook ends the process. */
    void untilStopped() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAndLeave() {
        progress.say("stopping");
        Duration patience = closers.patience();
        Thread closing = new Thread(closers::close, "tollgate-close");
        closing.start();
        try {
            closing.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean orderly = !closing.isAlive();
        progress.say(orderly ? "stopped" : "did not stop in " + patience.toSeconds() + " s, leaving");
        System.out.flush();
        Runtime.getRuntime().halt(orderly ? 0 : 1);
    }
}
