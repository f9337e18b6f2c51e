package io.tollgate.enforcement.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a gateway: its present life and the last few before it, since calls of those may still be live here. A
 * heartbeat of an older life, late or from a process that should be dead, never takes the place of the present one. Immutable.
 *
 * @param lives the present one first
 */
public record Gateway(List<Life> lives) {

    /** A gateway that starts again more often within a lease tells us nothing by its heartbeats anyway. */
    static final int MOST_LIVES = 5;

    public Gateway {
        if (lives.isEmpty()) {
            throw new IllegalArgumentException("a gateway that never lived");
        }
        lives = List.copyOf(lives);
    }

    /** One that is heard of for the first time. */
    public static Gateway of(Life life) {
        return new Gateway(List.of(life));
    }

    /** After a heartbeat. */
    public Gateway heard(Life life) {
        List<Life> all = new ArrayList<>(lives);
        all.removeIf(known -> known.epoch() == life.epoch());
        all.add(lives.stream()
                .filter(known -> known.epoch() == life.epoch())
                .findFirst()
                .map(known -> known.orLater(life))
                .orElse(life));
        all.sort(Comparator.comparingLong(Life::epoch).reversed());
        return new Gateway(all.subList(0, Math.min(all.size(), MOST_LIVES)));
    }

    /** The life that it is in, or was in last. */
    public Life current() {
        return lives.get(0);
    }

    /** The last instant at which a life of it vouched for its calls; null: nothing is known of that life, nor after it. */
    public @Nullable Instant vouchedUntil(long epoch) {
        Instant known = null;
        for (var life : lives) {
            if (life.epoch() == epoch) {
                return life.heardAt();
            }
            if (life.epoch() > epoch) {
                known = life.startedAt();
            }
        }
        return known;
    }
}
