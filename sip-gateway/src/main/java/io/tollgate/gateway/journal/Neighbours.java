package io.tollgate.gateway.journal;

import io.tollgate.gateway.journal.Places.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which other gateways have stopped vouching for their calls, as this one hears it: by its own monotonic clock, and only
 * while its own heartbeats come back to it. If they do not it is Kafka that is away and nobody is judged; afterwards each
 * gets a full lease.
 *
 * <p>The gateways that serve take an order for each orphan, the same at all of them: the first adopts at once, the others
 * wait for their turn. It comes a tenth of a lease before the lease is out, so that the calls have changed hands when it
 * is; that two never own a call is not this class's to see to.
 *
 * <p>Not shared. Instants are nanoseconds of one monotonic clock.
 */
public final class Neighbours {
    private static final long TURN_NANOS = Duration.ofSeconds(2).toNanos();

    /** What a heartbeat says of its gateway. */
    public enum Standing {
        /** It takes calls. */
        SERVING,
        /** It vouches for its calls and takes no new ones. */
        BUSY,
        /** It has gone on purpose. */
        STOPPED
    }

    /**
     * A gateway whose calls nobody vouches for.
     *
     * @param beats how many heartbeats of it were heard
     * @param vouchedUntil what came before this it had itself: its last heartbeat, less a lease
     */
    public record Orphan(String gatewayId, long beats, Instant vouchedUntil) {}

    private record Neighbour(
            long epoch, Standing standing, String sip, Duration lease, Instant at, long beats, long heardNanos) {
        Neighbour heardAt(long nanos) {
            return new Neighbour(epoch, standing, sip, lease, at, beats, nanos);
        }

        long leaseNanos() {
            return lease.toNanos();
        }
    }

    private final String self;

    /** Longer without an own heartbeat is a gap. */
    private final long contactNanosAtMost;

    private final Map<String, Neighbour> byId = new HashMap<>();
    private final Set<String> adopted = new HashSet<>();
    private @Nullable Long contactNanos;

    /**
     * Those of one gateway.
     *
     * @param heartbeat pause between two of its own
     */
    public Neighbours(String self, Duration heartbeat) {
        this.self = self;
        this.contactNanosAtMost = heartbeat.multipliedBy(3).toNanos();
    }

    /**
     * A heartbeat was read, this gateway's own too.
     *
     * @param sip where it says that it is
     * @param at when it was said, by its gateway's clock
     */
    public void heard(
            String gatewayId, long epoch, Standing standing, String sip, Duration lease, Instant at, long nowNanos) {
        if (gatewayId.equals(self)) {
            if (contactNanos == null || nowNanos - contactNanos > contactNanosAtMost) {
                byId.replaceAll((id, known) -> known.heardAt(nowNanos));
            }
            contactNanos = nowNanos;
            return;
        }
        Neighbour known = byId.get(gatewayId);
        if (known == null || epoch >= known.epoch) {
            long beats = known == null ? 1 : known.beats + 1;
            byId.put(gatewayId, new Neighbour(epoch, standing, sip, lease, at, beats, nowNanos));
            if (standing != Standing.STOPPED) {
                adopted.remove(gatewayId);
            }
        }
    }

    /** Where each is; while Kafka is away none has gone but those that said so. */
    public Map<String, Place> places(long nowNanos) {
        boolean judged = inContact(nowNanos);
        Map<String, Place> places = new HashMap<>();
        byId.forEach((id, neighbour) -> {
            boolean silent = judged && nowNanos - neighbour.heardNanos >= neighbour.leaseNanos();
            places.put(id, new Place(neighbour.sip, silent || neighbour.standing == Standing.STOPPED));
        });
        return places;
    }

    private boolean inContact(long nowNanos) {
        return contactNanos != null && nowNanos - contactNanos <= contactNanosAtMost;
    }

    /** Those whose calls are to be adopted now. */
    public List<Orphan> orphans(long nowNanos) {
        List<Orphan> orphans = new ArrayList<>();
        if (!inContact(nowNanos)) {
            return orphans;
        }
        byId.forEach((id, neighbour) -> {
            long wait = neighbour.standing == Standing.STOPPED ? 0 : neighbour.leaseNanos() / 10 * 9;
            if (!adopted.contains(id) && nowNanos - neighbour.heardNanos >= wait + turn(id, nowNanos) * TURN_NANOS) {
                orphans.add(new Orphan(id, neighbour.beats, neighbour.at.minus(neighbour.lease)));
            }
        });
        return orphans;
    }

    /** Whether it has said nothing since it was found to be one. */
    public boolean isOrphaned(Orphan orphan) {
        Neighbour known = byId.get(orphan.gatewayId());
        return known != null && known.beats == orphan.beats();
    }

    /** Its calls were adopted, or there were none: it is left alone until it is heard again. */
    public void adopted(Orphan orphan) {
        adopted.add(orphan.gatewayId());
    }

    /** How many of those that serve come before this gateway for an orphan. */
    private long turn(String orphan, long nowNanos) {
        Comparator<String> order = Comparator.<String>comparingInt(id -> (orphan + '/' + id).hashCode())
                .thenComparing(Comparator.naturalOrder());
        return byId.entrySet().stream()
                .filter(other -> !other.getKey().equals(orphan))
                .filter(other -> other.getValue().standing == Standing.SERVING
                        && nowNanos - other.getValue().heardNanos
                                < other.getValue().leaseNanos())
                .filter(other -> order.compare(other.getKey(), self) < 0)
                .count();
    }
}
