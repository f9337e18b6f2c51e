package io.tollgate.benchmark;

import java.time.Duration;

/** Short calls on schedule, from {@link #USERS} users in turn, to somebody who answers them at once. For one thread. */
interface Load extends AutoCloseable {
    int USERS = 1_000;

    static String user(int number) {
        return "u%04d".formatted(number);
    }

    /** Where the calls go to, for {@code --upstream}. */
    String upstream();

    /** So many calls a second for so long, through a proxy. */
    Outcome run(String proxy, int rate, int seconds);

    @Override
    void close();

    /**
     * @param ok were answered and ended as they should
     * @param generated calls a second that the load came to
     * @param used processor time of the load itself
     */
    record Outcome(int calls, int ok, long retransmissions, double generated, Duration used) {
        /** Failed or unfinished. */
        int bad() {
            return calls - ok;
        }
    }
}
