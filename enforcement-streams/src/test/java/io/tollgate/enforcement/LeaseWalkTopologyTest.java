package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallAttempted;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls of a gateway that is lost are looked for and ended a few at a tick. */
class LeaseWalkTopologyTest extends Leases {
    @Test
    void shouldWalkOnceMoreWhenAnotherGatewayIsLostDuringAWalk() {
        // Given a walk of two ticks, and a gateway that is lost at the second of them, whose call comes first
        gateway.beat();
        topology.pass(TICK);
        new TestGateway(topology, "gw2", 1).beat();
        var event = new TestCall(topology, "aaa", "x").event(new CallAttempted(null));
        event.setGatewayId("gw2");
        topology.send(Topics.CALL_EVENTS, "aaa", event);
        attempts(MOST_AT_ONCE + 1);

        // When
        for (int tick = 0; tick <= LEASE_AND_GRACE.dividedBy(TICK); tick++) {
            topology.pass(TICK);
        }
        double during = counted("tollgate.calls.lost");
        topology.pass(TICK);

        // Then
        assertThat(during).isEqualTo(MOST_AT_ONCE + 1);
        assertThat(counted("tollgate.calls.lost")).isEqualTo(MOST_AT_ONCE + 2);
    }

    @ParameterizedTest
    @CsvSource({"1999, 1", "2000, 0"})
    void shouldWalkAFewCallsAtATick(int others, int lostAtOnce) {
        // Given calls of a gateway that lives, and behind them one of another that does not
        attempts(others);
        var event = new TestCall(topology, "zzz", "x").event(new CallAttempted(null));
        event.setGatewayId("gw2");
        new TestGateway(topology, "gw2", 1).beat();
        topology.send(Topics.CALL_EVENTS, "zzz", event);
        for (int tick = 0; tick < LEASE_AND_GRACE.dividedBy(TICK); tick++) {
            topology.pass(TICK);
            gateway.beat();
        }

        // When
        topology.pass(TICK);
        double first = counted("tollgate.calls.lost");
        topology.pass(TICK);

        // Then
        assertThat(first).isEqualTo(lostAtOnce);
        assertThat(counted("tollgate.calls.lost")).isEqualTo(1);
    }

    @Test
    void shouldLoseNoMoreWhenAWalkIsInterruptedByAGap() {
        // Given a walk of two ticks
        gateway.beat();
        attempts(MOST_AT_ONCE + 1);
        for (int tick = 0; tick <= LEASE_AND_GRACE.dividedBy(TICK); tick++) {
            topology.pass(TICK);
        }
        double before = counted("tollgate.calls.lost");

        // When
        topology.pretendUnread(Topics.CALL_EVENTS.name());
        topology.pass(TICK);
        topology.pretendUnread(null);
        silence(LEASE_AND_GRACE);
        double after = counted("tollgate.calls.lost");
        silence(Duration.ofSeconds(1));

        // Then
        assertThat(before).isEqualTo(MOST_AT_ONCE);
        assertThat(after).isEqualTo(MOST_AT_ONCE);
        assertThat(counted("tollgate.calls.lost")).isEqualTo(MOST_AT_ONCE + 1);
    }
}
