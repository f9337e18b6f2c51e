package io.tollgate.enforcement.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnforcementMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EnforcementMetrics metrics = new EnforcementMetrics(registry);

    @ParameterizedTest
    @ValueSource(strings = {"tollgate.calls.lost", "tollgate.api.events.failed", "tollgate.api.events.lost"})
    void shouldCountWhatAlertsLookAtFromZero(String name) {
        assertThat(registry.get(name).counter().count()).isZero();
    }

    @Test
    void shouldGoOnCountingWhatBeganAtZero() {
        // When
        metrics.eventLost();
        metrics.heardInVain();

        // Then
        assertThat(registry.get("tollgate.api.events.lost").counter().count()).isEqualTo(1);
        assertThat(registry.get("tollgate.api.events.failed").counter().count()).isEqualTo(1);
    }
}
