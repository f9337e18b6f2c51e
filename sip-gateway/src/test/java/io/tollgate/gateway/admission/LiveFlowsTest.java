package io.tollgate.gateway.admission;

import static io.tollgate.gateway.admission.AdmissionFixture.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class LiveFlowsTest {
    private final LiveFlows live = new LiveFlows(2);

    private static Flow flow(String address, int port) {
        return Flow.to(
                Transport.UDP, new InetSocketAddress(ip("192.0.2.1"), 5060), new InetSocketAddress(ip(address), port));
    }

    @Test
    void shouldHoldAFlowUntilItsLastCallIsOver() {
        // Given
        Flow flow = flow("192.0.2.7", 5060);
        live.opened(flow);
        live.opened(flow);

        // When
        live.closed(flow);
        boolean after = live.contains(flow, 0);
        live.closed(flow);

        // Then
        assertThat(after).isTrue();
        assertThat(live.contains(flow, 0)).isFalse();
        assertThat(live.contains(ip("192.0.2.7"), 0)).isFalse();
    }

    @Test
    void shouldKnowAnAddressByAnyOfItsFlowsAndAFlowByItsPort() {
        // Given
        live.opened(flow("192.0.2.7", 5060));

        // Then
        assertThat(live.contains(ip("192.0.2.7"), 0)).isTrue();
        assertThat(live.contains(flow("192.0.2.7", 5061), 0)).isFalse();
    }

    @Test
    void shouldHoldAFlowAsLongAsItsRegistrationLasts() {
        // Given
        Flow flow = flow("192.0.2.7", 5060);
        live.registered(flow, 100, 0);
        live.registered(flow, 0, 50);

        // Then
        assertThat(live.contains(flow, 99)).isTrue();
        assertThat(live.contains(ip("192.0.2.7"), 99)).isTrue();
        assertThat(live.contains(flow, 100)).isFalse();
        assertThat(live.contains(ip("192.0.2.7"), 100)).isFalse();
    }

    @Test
    void shouldRememberSoManyRegistrationsAndNoMore() {
        // Given
        live.registered(flow("192.0.2.7", 1), 100, 0);
        live.registered(flow("192.0.2.7", 2), 100, 0);

        // When
        live.registered(flow("192.0.2.7", 3), 100, 0);
        boolean third = live.contains(flow("192.0.2.7", 3), 0);
        live.registered(flow("192.0.2.7", 4), 100, 20_000_000);

        // Then
        assertThat(third).isFalse();
        assertThat(live.contains(flow("192.0.2.7", 4), 20_000_000)).isTrue();
    }
}
