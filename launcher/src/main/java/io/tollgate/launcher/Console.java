package io.tollgate.launcher;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out what scripts read: the ready line, a verb's answer
 * @param err what people read: progress, faults, logs
 */
record Console(PrintStream out, PrintStream err, Progress progress) {

    static Console of(PrintStream out, PrintStream err) {
        return new Console(out, err, new Progress(err));
    }

    Console withProgress(Progress other) {
        return new Console(out, err, other);
    }
}
