package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code GET /api/gateways}, from heartbeats to JSON. The API's clock stands at the start. */
class GatewaysTest extends ApiOverTopology {

    GatewaysTest() {
        super(TestApi::over);
    }

    @Test
    void shouldTellTheLastHeartbeatOfEachInTheOrderOfTheirNames() throws Exception {
        // Given
        new TestGateway(topology, "gw2", 7).stop();
        var gateway = new TestGateway(topology, "gw1", 3);
        gateway.start();
        gateway.beat();

        // When
        var gateways = api.read("/api/gateways");

        // Then
        assertThat(TestApi.texts(gateways, "gatewayId")).containsExactly("gw1", "gw2");
        assertThat(TestApi.texts(gateways, "state")).containsExactly("SERVING", "STOPPED");
        assertThat(TestApi.texts(gateways, "lease")).containsExactly("HELD", "RELEASED");
        var first = gateways.get(0);
        assertThat(first.get("epoch").longValue()).isEqualTo(3);
        assertThat(first.get("at").textValue()).isEqualTo(topology.now().toString());
        assertThat(first.get("startedAt").textValue()).isEqualTo(TestTopology.START.toString());
        assertThat(first.get("sip").textValue()).isEqualTo("127.0.0.1:5060");
        assertThat(first.get("leaseMillis").longValue()).isEqualTo(TestGateway.LEASE.toMillis());
        assertThat(first.get("liveCalls").intValue()).isEqualTo(1);
    }

    @Test
    void shouldKeepToThePresentLifeWhenAnOlderOneIsHeardLate() throws Exception {
        // Given
        var former = new TestGateway(topology, "gw1", 1);
        topology.pass(Duration.ofSeconds(1));
        new TestGateway(topology, "gw1", 2).beat();

        // When
        former.stop();

        // Then
        var gateways = api.read("/api/gateways");
        assertThat(gateways).hasSize(1);
        assertThat(gateways.get(0).get("epoch").longValue()).isEqualTo(2);
        assertThat(gateways.get(0).get("state").textValue()).isEqualTo("SERVING");
    }

    @Test
    void shouldNotTellOfAGatewayThatIsForgotten() throws Exception {
        // Given
        new TestGateway(topology, "gw1", 1).beat();

        // When
        topology.send(Topics.GATEWAYS, "gw1", null);

        // Then
        assertThat(api.read("/api/gateways")).isEmpty();
    }
}
