package io.tollgate.launcher.operator;

/** What was asked for is not done: refused, unknown, or nobody to ask. Its message is the whole line for people. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message, null, false, false);
    }
}
