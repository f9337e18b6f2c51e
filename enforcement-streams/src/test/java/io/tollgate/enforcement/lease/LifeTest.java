package io.tollgate.enforcement.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifeTest {

    private static final Instant HEARD = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource(value = Phase.class, names = "STOPPED", mode = EnumSource.Mode.EXCLUDE)
    void shouldHoldItsLeaseToTheEnd(Phase phase) {
        var life = life(phase);

        assertThat(life.leaseAt(HEARD.plus(LEASE))).isEqualTo(Lease.HELD);
        assertThat(life.leaseAt(HEARD.plus(LEASE).plusNanos(1_000))).isEqualTo(Lease.EXPIRED);
        // Its clock is ahead of ours.
        assertThat(life.leaseAt(HEARD.minusSeconds(60))).isEqualTo(Lease.HELD);
    }

    @Test
    void shouldHaveReleasedItsLeaseWhenItStopped() {
        assertThat(life(Phase.STOPPED).leaseAt(HEARD)).isEqualTo(Lease.RELEASED);
    }

    private static Life life(Phase phase) {
        return new Life(1, HEARD.minusSeconds(60), HEARD, phase, LEASE, "192.0.2.1:5060", 3);
    }
}
