package io.tollgate.launcher;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody who waits for a start, or reads a demo, gets to see on standard error: whole lines, each with the seconds
 * since the process began. Safe for threads.
 */
final class Progress {

    private static final Logger LOGGER = LoggerFactory.getLogger(Progress.class);

    private final Consumer<String> told;

    private Progress(Consumer<String> told) {
        this.told = told;
    }

    Progress(PrintStream out) {
        this(new Consumer<>() {
            private final long beganNanos = System.nanoTime();

            @Override
            public void accept(String line) {
                double seconds = (System.nanoTime() - beganNanos) / 1e9;
                out.println(String.format(Locale.ROOT, "tollgate: %5.1f s  %s", seconds, line));
            }
        });
    }

    /** As lines of the log: whoever parses that shall meet nothing else. */
    static Progress logged() {
        return new Progress(LOGGER::info);
    }

    void say(String line) {
        told.accept(line);
    }
}
