package io.tollgate.launcher;

import java.io.PrintStream;
import java.util.Locale;

/**
 * What somebody who waits for a start, or reads a demo, gets to see on standard error: whole lines, each with the seconds
 * since the process began. Safe for threads.
 */
final class Progress {

    private final PrintStream out;
    private final long beganNanos;

    Progress(PrintStream out) {
        this.out = out;
        this.beganNanos = System.nanoTime();
    }

    void say(String line) {
        double seconds = (System.nanoTime() - beganNanos) / 1e9;
        out.println(String.format(Locale.ROOT, "tollgate: %5.1f s  %s", seconds, line));
    }
}
