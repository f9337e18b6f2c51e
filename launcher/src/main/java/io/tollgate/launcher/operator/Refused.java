package io.tollgate.launcher.operator;

/** What was asked for is not done: refused, unknown, or nobody to ask. Its message is the whole line for people. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    Refused(String message) {
        this(message, false);
    }

    private Refused(String message, boolean passing) {
        super(message, null, false, false);
        this.passing = passing;
    }

    /** One that may be otherwise in a moment: nobody answers, or the state is on its way. */
    static Refused forNow(String message) {
        return new Refused(message, true);
    }

    boolean isPassing() {
        return passing;
    }
}
