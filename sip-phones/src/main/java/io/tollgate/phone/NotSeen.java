package io.tollgate.phone;

/** What was waited for did not come within its deadline; the message tells what came instead. */
public final class NotSeen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotSeen(String message) {
        super(message);
    }
}
