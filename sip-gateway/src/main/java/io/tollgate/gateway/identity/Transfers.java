package io.tollgate.gateway.identity;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls that somebody was asked to make by REFER, and that are the account's that asked: a transfer must be no way round
 * its limits, nor a bill for who was transferred. One REFER is good for one call, by him who was asked, to where he was sent,
 * within a minute.
 *
 * <p>Bounded: beyond it the oldest is forgotten, and its call is that of who makes it. Safe for all threads; each look is
 * short, and without any transfer takes no lock.
 */
public final class Transfers {
    /** How long a transferred call may take to come. */
    public static final Duration WITHIN = Duration.ofMinutes(1);

    /** Of all, and of one who is asked. */
    static final int MOST = 10_000;

    static final int MOST_OF_ONE = 16;

    /**
     * What was asked.
     *
     * @param account who asked, and pays
     * @param identity what proved that
     * @param transferee the account that was asked
     * @param source where it was in the call that it was asked in; null: not known
     * @param destination as the number plan has it
     * @param replaced the dialog that the call takes the place of; null: none
     */
    public record Transfer(
            String account,
            Identity identity,
            String transferee,
            @Nullable InetAddress source,
            String destination,
            @Nullable Replaced replaced) {}

    /**
     * A call that might be one.
     *
     * @param whose who makes it
     * @param sipCallId which call, so that it is the same one after a challenge
     */
    public record Attempted(
            Identification.Identified whose,
            InetAddress source,
            String destination,
            @Nullable Replaced replaced,
            String sipCallId) {
        /** Somebody else in his name is not him. */
        private boolean isMadeBy(Transfer transfer) {
            return whose.account().equals(transfer.transferee)
                    && (whose.identity().proven() || source.equals(transfer.source));
        }

        private boolean follows(Transfer transfer) {
            return isMadeBy(transfer)
                    && destination.equals(transfer.destination)
                    && (transfer.replaced == null || transfer.replaced.equals(replaced));
        }
    }

    private static final class Asked {
        private final Transfer transfer;
        private final Instant until;
        private @Nullable String call;

        Asked(Transfer transfer, Instant until) {
            this.transfer = transfer;
            this.until = until;
        }
    }

    private final Map<String, Deque<Asked>> byTransferee = new HashMap<>();
    /** In the order in which they were asked, and so expire. */
    private final Deque<Asked> all = new ArrayDeque<>();

    private volatile boolean any;

    /** A REFER was accepted. */
    public synchronized void asked(Transfer transfer, Instant now) {
        expire(now);
        Deque<Asked> own = byTransferee.computeIfAbsent(transfer.transferee, name -> new ArrayDeque<>(1));
        if (own.size() >= MOST_OF_ONE) {
            Asked oldest = own.removeFirst();
            all.remove(oldest);
        }
        Asked asked = new Asked(transfer, now.plus(WITHIN));
        own.addLast(asked);
        all.addLast(asked);
        if (all.size() > MOST) {
            forget(all.removeFirst());
        }
        any = true;
    }

    /** Who asked for this call; null: nobody did. */
    public @Nullable Transfer of(Attempted attempt, Instant now) {
        return any ? find(attempt, now) : null;
    }

    private synchronized @Nullable Transfer find(Attempted attempt, Instant now) {
        expire(now);
        Asked found = null;
        for (Asked asked : byTransferee.getOrDefault(attempt.whose.account(), new ArrayDeque<>(1))) {
            boolean free = asked.call == null && found == null;
            if ((free || attempt.sipCallId.equals(asked.call)) && attempt.follows(asked.transfer)) {
                found = asked;
            }
        }
        if (found == null) {
            return null;
        }
        found.call = attempt.sipCallId;
        return found.transfer;
    }

    private void expire(Instant now) {
        Iterator<Asked> oldest = all.iterator();
        while (oldest.hasNext()) {
            Asked asked = oldest.next();
            if (now.isBefore(asked.until)) {
                break;
            }
            oldest.remove();
            forget(asked);
        }
        any = !all.isEmpty();
    }

    private void forget(Asked asked) {
        Deque<Asked> own = byTransferee.get(asked.transfer.transferee);
        if (own != null && own.remove(asked) && own.isEmpty()) {
            byTransferee.remove(asked.transfer.transferee);
        }
    }

    /** Those that stand, some of them expired. */
    synchronized int size() {
        return all.size();
    }
}
