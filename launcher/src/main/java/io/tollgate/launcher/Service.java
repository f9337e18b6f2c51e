package io.tollgate.launcher;

import java.util.function.Function;

/** How a command runs that does not end by itself: start, say that it is ready, wait for a signal, close. */
final class Service {

    private Service() {}

    /**
     * Runs until a signal, which ends the process; a start that fails closes what it had started and throws.
     *
     * @param start starts everything, adding each part to the closers as soon as it runs
     */
    static int run(Console console, Function<Closers, ReadyLine> start) {
        Closers closers = new Closers();
        Running running = Running.watch(closers, console.progress());
        try {
            console.out().println(start.apply(closers));
            console.out().flush();
        } catch (RuntimeException e) {
            running.unwatch();
            closers.close();
            throw e;
        }
        running.untilStopped();
        return 0;
    }
}
