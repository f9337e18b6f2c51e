package io.tollgate.enforcement.lease;

import io.tollgate.enforcement.call.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells which gateways' leases are out. A lease is measured by our own clock, from when we read a heartbeat, and only
 * while we can read: while Kafka is away, lies unread, or this process stands still, heartbeats are unread and not
 * missing. So time counts from the end of the last such gap, after which everybody has a full lease and a full grace.
 *
 * <p>What is kept is in memory alone: a task that moves begins with a gap. Belongs to one thread.
 */
public final class LeaseClock {

    /** A tick that comes so late was kept from coming: by a pause of the process, of the machine, or of its clock. */
    public static final Duration GAP = Duration.ofSeconds(2);

    /** Of a gateway whose heartbeats were never heard: as long as gateways say by default. */
    static final Duration UNHEARD_LEASE = Duration.ofSeconds(10);

    private final Duration grace;
    private final Map<String, Watched> gateways = new HashMap<>();
    private final Map<Holder, Instant> unheard = new HashMap<>();
    private Set<Holder> lost = Set.of();
    private boolean isAnyBack;
    private Instant now = Instant.EPOCH;
    private @Nullable Instant since;

    /** One life of one gateway. */
    private record Holder(String gatewayId, long epoch) {}

    /** A gateway, and when we heard what of it. */
    private static final class Watched {
        private Gateway gateway;
        private Instant heardAt;

        /** Since when lives are heard that have started: before, one may still take up the calls of those before it. */
        private final TreeMap<Long, Instant> startedAt = new TreeMap<>();

        /** Calls of its present life may have been taken for lost: by us, or before we came. */
        private boolean isDoubted = true;

        Watched(Gateway gateway, Instant now) {
            this.gateway = gateway;
            this.heardAt = now;
            noteStarted(now);
        }

        /** Yields whether what was doubted is doubted no more. */
        boolean hear(Gateway next, Instant now) {
            boolean isHeard = !next.current().equals(gateway.current());
            boolean isNext = next.current().epoch() != gateway.current().epoch();
            boolean isBack = isHeard && (isDoubted || isNext);
            if (isHeard) {
                heardAt = now;
                isDoubted = false;
            }
            gateway = next;
            noteStarted(now);
            return isBack;
        }

        private void noteStarted(Instant now) {
            var lives = gateway.lives();
            lives.stream().filter(life -> !life.starting()).forEach(life -> startedAt.putIfAbsent(life.epoch(), now));
            startedAt.headMap(lives.get(lives.size() - 1).epoch()).clear();
        }

        /**
         * From when on a life vouches no more but for the rest of a lease: since a next one has started, else since the
         * gateway's last heartbeat.
         */
        Instant from(long epoch) {
            var next = startedAt.higherEntry(epoch);
            return next == null ? heardAt : next.getValue();
        }

        /** How long it vouches after that. */
        Duration lease(long epoch) {
            var current = gateway.current();
            boolean isReplaced = startedAt.higherEntry(epoch) != null;
            return isReplaced || current.stopped() ? Duration.ZERO : current.lease();
        }
    }

    /** @param grace how long after its lease a gateway's calls are kept for another */
    public LeaseClock(Duration grace) {
        this.grace = grace;
    }

    /**
     * Time goes on; then the gateways are heard.
     *
     * @param upToDate whether all that lay there is read, as far as the broker is in reach
     */
    public void tick(Instant at, boolean upToDate) {
        boolean isGap = at.isBefore(now) || at.isAfter(now.plus(GAP));
        now = at;
        if (!upToDate) {
            since = null;
        } else if (since == null || isGap) {
            since = at;
        }
    }

    /** What is known of the gateways now, all of them. */
    public void hear(Map<String, Gateway> known) {
        gateways.keySet().retainAll(known.keySet());
        unheard.keySet().removeIf(holder -> isKnown(known.get(holder.gatewayId()), holder.epoch()));
        known.forEach((gatewayId, gateway) -> {
            var watched = gateways.get(gatewayId);
            if (watched == null) {
                gateways.put(gatewayId, new Watched(gateway, now));
            } else {
                isAnyBack |= watched.hear(gateway, now);
            }
        });
    }

    /** Whether calls of a life that is known came to be lost since this was asked last. */
    public boolean hasNewLosses() {
        Set<Holder> after = new HashSet<>();
        gateways.forEach((gatewayId, watched) -> {
            for (var life : watched.gateway.lives()) {
                if (isOver(watched, life.epoch())) {
                    after.add(new Holder(gatewayId, life.epoch()));
                    watched.isDoubted |= life.equals(watched.gateway.current());
                }
            }
        });
        boolean isMore = !lost.containsAll(after);
        lost = after;
        return isMore;
    }

    /** Whether gateways are heard whose calls may be among the lost, since this was asked last. */
    public boolean hasReturns() {
        boolean isAny = isAnyBack;
        isAnyBack = false;
        return isAny;
    }

    /** Whether an owner was heard, and is not lost since. */
    public boolean isHeard(Owner owner) {
        var watched = gateways.get(owner.gatewayId());
        return watched != null
                && !watched.isDoubted
                && watched.gateway.current().epoch() == owner.epoch()
                && !watched.gateway.current().stopped();
    }

    /** Gateways that are not heard for a lease and did not say that they stop. */
    public int silent() {
        int silent = 0;
        for (var watched : gateways.values()) {
            var current = watched.gateway.current();
            if (!current.stopped() && isOver(watched.heardAt, current.lease())) {
                silent++;
            }
        }
        return silent;
    }

    /** Whether nobody vouches for an owner's calls any more, its grace included. */
    public boolean isLost(Owner owner) {
        var watched = gateways.get(owner.gatewayId());
        if (watched != null && isKnown(watched.gateway, owner.epoch())) {
            return isOver(watched, owner.epoch());
        }
        // Its heartbeat may come a moment after its first call: the lease begins when we first ask.
        var begun = unheard.computeIfAbsent(new Holder(owner.gatewayId(), owner.epoch()), first -> now);
        return isOver(begun, UNHEARD_LEASE.plus(grace));
    }

    /** Whether there are owners of whom no heartbeat was ever heard. */
    public boolean hasUnheard() {
        return !unheard.isEmpty();
    }

    /** Forgets the owners who were asked for and never heard: those that still have calls are asked for again. */
    public void forgetLostUnheard() {
        unheard.values().removeIf(begun -> isOver(begun, UNHEARD_LEASE.plus(grace)));
    }

    /** The last instant at which an owner vouched for its calls; null: nothing tells. */
    public @Nullable Instant vouchedUntil(Owner owner) {
        var watched = gateways.get(owner.gatewayId());
        return watched == null ? null : watched.gateway.vouchedUntil(owner.epoch());
    }

    private static boolean isKnown(@Nullable Gateway gateway, long epoch) {
        return gateway != null && epoch <= gateway.current().epoch();
    }

    private boolean isOver(Watched watched, long epoch) {
        return isOver(watched.from(epoch), watched.lease(epoch).plus(grace));
    }

    /** What begins before a gap begins anew after it. */
    private boolean isOver(Instant from, Duration atMost) {
        return since != null && !now.isBefore((from.isAfter(since) ? from : since).plus(atMost));
    }
}
