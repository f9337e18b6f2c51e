package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void shouldMakeItsCallsToTheirEndAndLeaveNoTrace() throws Exception {
        // Given
        try (ProxyRig rig = new ProxyRig(new InetSocketAddress("127.0.0.1", 9))) {
            // When
            int made = Rehearsal.run(rig.parts, Duration.ofSeconds(30));

            // Then
            assertThat(made).isEqualTo(Rehearsal.calls());
            assertThat(rig.events).isEmpty();
            assertThat(rig.counters.attempts()).isZero();
            assertThat(rig.proxy.liveCalls()).isZero();
        }
    }

    @Test
    void shouldGiveUpWhenItsTimeIsOver() throws Exception {
        // Given
        try (ProxyRig rig = new ProxyRig(new InetSocketAddress("127.0.0.1", 9))) {
            // When
            int made = Rehearsal.run(rig.parts, Duration.ZERO);

            // Then
            assertThat(made).isLessThan(Rehearsal.calls());
        }
    }
}
