package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends one leg with BYE, and again where the leg refuses it. A number that was too low is tried much higher at once, whatever
 * the leg says of it (RFC 3261 section 12.2.2 says 500, devices say 400 and 403 too); what may pass is tried once more a
 * little later. Then the truth is told, and a leg that is still up is asked again from time to time. A challenge cannot be
 * answered: the secret is the party's. Belongs to its shard.
 */
final class ByeSender {
    private static final int CSEQ_LEAP = 1_000;
    private static final Duration LATER = Duration.ofSeconds(2);
    /** A leg that refuses for so many pings will not be moved by another BYE. */
    private static final int MOST_ROUNDS = 30;

    private final ShardContext shard;
    private final LegEnding ending;
    private final LegDialog leg;
    private final Consumer<@Nullable Integer> told;

    /**
     * To one leg.
     *
     * @param ending of its call
     * @param told gets the final status, or null where none came
     */
    ByeSender(ShardContext shard, LegEnding ending, LegDialog leg, Consumer<@Nullable Integer> told) {
        this.shard = shard;
        this.ending = ending;
        this.leg = leg;
        this.told = told;
    }

    void start() {
        send(first -> {
            if (!refused(first) || challenged(first)) {
                tell(first);
                return;
            }
            leg.skipCseq(CSEQ_LEAP);
            send(second -> {
                if (refused(second) && !challenged(second)) {
                    shard.arm(LATER.toNanos(), () -> send(this::tell));
                } else {
                    tell(second);
                }
            });
        });
    }

    private void tell(@Nullable Integer status) {
        if (refused(status)) {
            shard.counters().unclosed.increment();
            again(1);
        }
        told.accept(status);
    }

    private void again(int round) {
        if (round <= MOST_ROUNDS && ending.pursue()) {
            shard.arm(
                    shard.limits().ping().toNanos(),
                    () -> send(status -> {
                        ending.leave();
                        if (refused(status)) {
                            again(round + 1);
                        }
                    }));
        }
    }

    private void send(Consumer<@Nullable Integer> answered) {
        shard.closer().bye(leg, ending.reason(), answered);
    }

    /** Whether the dialog may well live on: RFC 3261 section 12.2.1.2 takes it for over after 481, 408 and silence. */
    static boolean refused(@Nullable Integer status) {
        return status != null && status >= 300 && status != 481 && status != 408;
    }

    /** Whether it asks for somebody's credentials. */
    static boolean challenged(@Nullable Integer status) {
        return status != null && (status == 401 || status == 407);
    }
}
