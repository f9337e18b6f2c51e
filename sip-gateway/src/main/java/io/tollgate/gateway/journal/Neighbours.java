package io.tollgate.gateway.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Longer without an own heartbeat is a gap. */
    private static final long CONTACT_NANOS = Duration.ofSeconds(3).toNanos();

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
     * @param epoch of its last heartbeat
     */
    public record Orphan(String gatewayId, long epoch) {}

    private record Neighbour(long epoch, Standing standing, long leaseNanos, long heardNanos) {}

    private final String self;
    private final Map<String, Neighbour> byId = new HashMap<>();
    private final Map<String, Long> adopted = new HashMap<>();
    private @Nullable Long contactNanos;

    /** Those of one gateway. */
    public Neighbours(String self) {
        this.self = self;
    }

    /** A heartbeat was read, this gateway's own too. */
    public void heard(String gatewayId, long epoch, Standing standing, Duration lease, long nowNanos) {
        if (gatewayId.equals(self)) {
            if (contactNanos == null || nowNanos - contactNanos > CONTACT_NANOS) {
                byId.replaceAll((id, known) -> new Neighbour(known.epoch, known.standing, known.leaseNanos, nowNanos));
            }
            contactNanos = nowNanos;
            return;
        }
        Neighbour known = byId.get(gatewayId);
        if (known == null || epoch >= known.epoch) {
            byId.put(gatewayId, new Neighbour(epoch, standing, lease.toNanos(), nowNanos));
        }
    }

    /** Those whose calls are to be adopted now. */
    public List<Orphan> orphans(long nowNanos) {
        List<Orphan> orphans = new ArrayList<>();
        if (contactNanos == null || nowNanos - contactNanos > CONTACT_NANOS) {
            return orphans;
        }
        byId.forEach((id, neighbour) -> {
            long wait = neighbour.standing == Standing.STOPPED ? 0 : neighbour.leaseNanos / 10 * 9;
            boolean done = adopted.getOrDefault(id, Long.MIN_VALUE) == neighbour.epoch;
            if (!done && nowNanos - neighbour.heardNanos >= wait + turn(id, nowNanos) * TURN_NANOS) {
                orphans.add(new Orphan(id, neighbour.epoch));
            }
        });
        return orphans;
    }

    /** Whether it still is one: its gateway may have come back meanwhile. */
    public boolean isOrphaned(Orphan orphan, long nowNanos) {
        return orphans(nowNanos).contains(orphan);
    }

    /** Its calls were adopted, or there were none. */
    public void adopted(Orphan orphan) {
        adopted.put(orphan.gatewayId(), orphan.epoch());
    }

    /** How many of those that serve come before this gateway for an orphan. */
    private long turn(String orphan, long nowNanos) {
        Comparator<String> order = Comparator.<String>comparingInt(id -> (orphan + '/' + id).hashCode())
                .thenComparing(Comparator.naturalOrder());
        return byId.entrySet().stream()
                .filter(other -> !other.getKey().equals(orphan))
                .filter(other -> other.getValue().standing == Standing.SERVING
                        && nowNanos - other.getValue().heardNanos < other.getValue().leaseNanos)
                .filter(other -> order.compare(other.getKey(), self) < 0)
                .count();
    }
}
