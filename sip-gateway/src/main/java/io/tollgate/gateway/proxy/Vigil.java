package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that a dialog has ended though no BYE came: both parties are asked from time to time whether they still know
 * it, and where they agreed on session timers (RFC 4028) a refresh is missed. One that does not know it, or says
 * nothing, has left; any other answer means alive.
 *
 * <p>Silence of a leg counts only where it could be reached: what only a dead gateway's connection or address could reach
 * is heard here first, or both legs must be silent. Where a connection has ended and no other one comes about, the party
 * behind it may well go on talking and come back: only the third round without it counts. While this gateway cannot vouch for its calls it asks nobody. Belongs
 * to its call's shard.
 */
final class Vigil {
    private static final int TIMED_OUT = 408;
    private static final int NO_SUCH_CALL = 481;
    private static final int MOST_UNREACHED = 3;
    private static final Duration LATER = Duration.ofSeconds(1);

    private final ShardContext shard;
    private final CallDialogs dialogs;
    private final Consumer<@Nullable DialogPair> deserted;
    /** Empty for most calls. */
    private Set<LegDialog> unheard = Set.of();

    private Map<LegDialog, Integer> unreached = Map.of();
    private @Nullable Timeout next;
    private @Nullable Timeout session;
    private boolean over;

    /**
     * Of one call.
     *
     * @param deserted told which dialog a party has left without a word; null: all of them
     */
    Vigil(ShardContext shard, CallDialogs dialogs, Consumer<@Nullable DialogPair> deserted) {
        this.shard = shard;
        this.dialogs = dialogs;
        this.deserted = deserted;
    }

    /** The call is answered. */
    void begin() {
        askIn(nextInterval());
    }

    /** Never the same: calls that were taken up together must not be asked together for ever. */
    private long nextInterval() {
        long interval = shard.limits().ping().toNanos();
        return interval / 2 + shard.upTo(interval / 2);
    }

    /**
     * The call is taken up again: asks soon.
     *
     * @param within so that not all calls are asked at once
     * @param unreachable legs that this process may not be able to reach
     */
    void resume(Duration within, Predicate<LegDialog> unreachable) {
        unheard = legs().stream().filter(unreachable).collect(Collectors.toCollection(HashSet::new));
        askIn(shard.upTo(within.toNanos()));
    }

    /**
     * The parties agreed on a session, or refreshed it.
     *
     * @param interval null: without timers
     */
    void session(@Nullable Duration interval) {
        shard.disarm(session);
        session = interval == null || over ? null : shard.arm(interval.toNanos(), this::expired);
    }

    /** The call is over. */
    void over() {
        over = true;
        shard.disarm(next);
        shard.disarm(session);
        next = null;
        session = null;
    }

    private void expired() {
        if (shard.vouched()) {
            deserted.accept(null);
        } else {
            session(LATER);
        }
    }

    private void askIn(long nanos) {
        next = over ? null : shard.arm(nanos, this::ask);
    }

    private void ask() {
        if (!shard.vouched()) {
            askIn(LATER.toNanos());
            return;
        }
        for (DialogPair pair : dialogs.live()) {
            Round round = new Round(pair);
            round.ask(pair.callee());
            round.ask(pair.caller());
        }
        askIn(nextInterval());
    }

    private List<LegDialog> legs() {
        return dialogs.live().stream()
                .flatMap(pair -> Stream.of(pair.callee(), pair.caller()))
                .toList();
    }

    /** One question to both legs of a dialog. */
    private final class Round {
        private static final int ASKED = 2;

        private final DialogPair pair;
        private int silent;

        Round(DialogPair pair) {
            this.pair = pair;
        }

        void ask(LegDialog leg) {
            shard.closer().ask(leg, status -> answered(leg, status), () -> unreachable(leg));
        }

        private void unreachable(LegDialog leg) {
            unreached = unreached.isEmpty() ? new HashMap<>() : unreached;
            boolean late = !unheard.contains(leg) && unreached.merge(leg, 1, Integer::sum) >= MOST_UNREACHED;
            missed(late);
        }

        private void answered(LegDialog leg, @Nullable Integer status) {
            if (status == null) {
                missed(!unheard.contains(leg));
            } else if (status == NO_SUCH_CALL || status == TIMED_OUT) {
                missed(true);
            } else {
                forget(leg);
            }
        }

        private void forget(LegDialog leg) {
            if (!unheard.isEmpty()) {
                unheard.remove(leg);
            }
            if (!unreached.isEmpty()) {
                unreached.remove(leg);
            }
        }

        private void missed(boolean counts) {
            silent++;
            if ((counts || silent == ASKED) && !over && pair.live() && shard.vouched()) {
                deserted.accept(pair);
            }
        }
    }
}
