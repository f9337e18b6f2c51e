package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Messages that cross, message by message: what docs/races.md promises, a class for each of its sections. */
abstract class Races {
    static final Duration A_MOMENT = Duration.ofMillis(100);
    static final Duration TWO_HOURS = Duration.ofHours(2);

    final ShardByHand shard = new ShardByHand();
    final CallByHand call = new CallByHand(shard);

    @AfterEach
    void shouldLeaveNothing() {
        if (shard.liveCalls() > 0) {
            shard.terminate("clean-up", call.callId);
        }
        shard.pass(TWO_HOURS);
        assertThat(shard.liveCalls()).isZero();
        assertThat(shard.transactions()).isZero();
        assertThat(shard.timers()).isZero();
        assertThat(shard.deadlines()).isZero();
        assertThat(shard.faults()).isEmpty();
    }

    static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }

    List<Happening> ends() {
        return shard.told().stream()
                .filter(told -> told instanceof Happening.Ended)
                .toList();
    }

    List<Integer> closed(Leg leg) {
        return shard.told().stream()
                .filter(told -> told instanceof Happening.LegClosed closed && closed.leg() == leg)
                .map(told -> ((Happening.LegClosed) told).sipStatus())
                .toList();
    }
}
