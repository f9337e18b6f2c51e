package io.tollgate.phone;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Every message that an endpoint sent and received, in the order of its socket.
 *
 * <p>Safe for use by several threads. Bounded: beyond the limit the oldest messages are forgotten, {@link #forgotten}
 * says how many. Waits count messages from the beginning, so one that has come already is found at once.
 */
public final class Transcript {
    private static final int PRINTED = 200;

    private final int limit;
    private final Deque<Sighting> sightings = new ArrayDeque<>();
    private final List<Wait> waits = new ArrayList<>();
    private long forgotten;
    private long repeatsSent;
    private long repeatsReceived;

    Transcript(int limit) {
        this.limit = limit;
    }

    synchronized void add(Sighting sighting) {
        sightings.add(sighting);
        if (sightings.size() > limit) {
            sightings.remove();
            forgotten++;
        }
        if (sighting.repeated()) {
            if (sighting.sent()) {
                repeatsSent++;
            } else {
                repeatsReceived++;
            }
        }
        for (Wait wait : waits) {
            wait.offer(sighting);
            if (wait.missing() == 0) {
                notifyAll();
            }
        }
    }

    /** A snapshot of all that is remembered, in order. */
    public synchronized List<Sighting> all() {
        return List.copyOf(sightings);
    }

    /** What is remembered of one SIP Call-ID, in order. */
    public List<Sighting> of(String callId) {
        return matching(sighting -> sighting.callId().equals(callId));
    }

    /** What is remembered and matches, in order. */
    public synchronized List<Sighting> matching(Predicate<Sighting> wanted) {
        return sightings.stream().filter(wanted).toList();
    }

    /** How many remembered messages match. */
    public synchronized long count(Predicate<Sighting> wanted) {
        return sightings.stream().filter(wanted).count();
    }

    /** How many of the oldest messages are no longer here. */
    public synchronized long forgotten() {
        return forgotten;
    }

    /** Retransmissions that this endpoint sent since it was opened. */
    public synchronized long repeatsSent() {
        return repeatsSent;
    }

    /** Retransmissions that reached this endpoint since it was opened. */
    public synchronized long repeatsReceived() {
        return repeatsReceived;
    }

    /** Waits for the first message that matches. */
    public Sighting await(String what, Duration within, Predicate<Sighting> wanted) {
        return await(what, within, 1, wanted).get(0);
    }

    /**
     * Waits until {@code times} messages match and gives them. Fails with {@link NotSeen} and the transcript.
     *
     * @param wanted is asked once for each message, those to come on the endpoint's own thread: it must be quick
     */
    public synchronized List<Sighting> await(String what, Duration within, int times, Predicate<Sighting> wanted) {
        long deadline = System.nanoTime() + within.toNanos();
        Wait wait = new Wait(wanted, times);
        sightings.forEach(wait::offer);
        waits.add(wait);
        try {
            while (wait.missing() > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new NotSeen("did not see " + what + " (" + wait.found.size() + " of " + times + ") within "
                            + within + "; seen instead:\n" + print(sighting -> true));
                }
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            return List.copyOf(wait.found);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSeen("interrupted while waiting for " + what);
        } finally {
            waits.remove(wait);
        }
    }

    /** One who waits. Looks at each message once, so that waiting during a load does not slow the load. */
    private static final class Wait {
        private final Predicate<Sighting> wanted;
        private final int times;
        private final List<Sighting> found = new ArrayList<>();

        Wait(Predicate<Sighting> wanted, int times) {
            this.wanted = wanted;
            this.times = times;
        }

        void offer(Sighting sighting) {
            if (missing() > 0 && wanted.test(sighting)) {
                found.add(sighting);
            }
        }

        int missing() {
            return times - found.size();
        }
    }

    /** One line for each of the last messages of a Call-ID. */
    public String print(String callId) {
        return print(sighting -> sighting.callId().equals(callId));
    }

    /** One line for each of the last messages that match. */
    public String print(Predicate<Sighting> wanted) {
        List<Sighting> found = new ArrayList<>(matching(wanted));
        int skipped = Math.max(0, found.size() - PRINTED);
        String lines = found.stream().skip(skipped).map(Sighting::toString).collect(Collectors.joining("\n  "));
        return "  " + (skipped > 0 ? "(" + skipped + " before)\n  " : "") + (lines.isEmpty() ? "nothing" : lines);
    }
}
