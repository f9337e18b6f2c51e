package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.GatewayHeartbeat;
import io.tollgate.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What counts as silence of a gateway, and what only looks like it. */
class HeartbeatTopologyTest extends Leases {
    @Test
    void shouldLoseNobodyWhoWasOnlyUnread() {
        // Given
        call("alice", "c1");
        silence(LEASE_AND_GRACE.minusSeconds(2));

        // When
        topology.pretendUnread(Topics.CALL_EVENTS.name());
        silence(Duration.ofMinutes(10));
        topology.pretendUnread(null);
        silence(LEASE_AND_GRACE.minusSeconds(1));

        // Then
        assertThat(records()).isEmpty();
        gateway.live(Duration.ofMinutes(2));
        assertThat(records()).isEmpty();
    }

    @Test
    void shouldLoseNobodyWhileTheProcessStoodStill() {
        // Given
        call("alice", "c1");

        // When
        topology.pass(Duration.ofHours(1));
        silence(LEASE_AND_GRACE.minusSeconds(1));

        // Then
        assertThat(records()).isEmpty();
    }

    @Test
    void shouldPassOverWhatIsNoHeartbeat() {
        // When
        topology.sendBytes(Topics.GATEWAYS, "gw1".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
        topology.sendBytes(Topics.GATEWAYS, null, null);
        new TestGateway(topology, "", 1).beat();

        // Then
        assertThat(counted("tollgate.heartbeats.unusable")).isEqualTo(2);
        assertThat(topology.rejected()).isEmpty();
    }

    @Test
    void shouldSetASideASnapshotThatIsNone() {
        // When
        topology.sendBytes(Topics.DIALOGS, "gw1/c1".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});

        // Then
        assertThat(topology.rejected()).hasSize(1);
    }

    @Test
    void shouldLoseNobodyWhileHeartbeatsWaitForTheRegistry() {
        // Given heartbeats of a schema that is not known yet
        call("alice", "c1");
        var unread = gateway.encoded();
        ByteBuffer.wrap(unread).putInt(1, topology.registry.register("newer", GatewayHeartbeat.SCHEMA$.toString()));
        topology.registry.failNext(Integer.MAX_VALUE);

        // When
        for (int beat = 0; beat < 30; beat++) {
            silence(Duration.ofSeconds(4));
            topology.sendBytes(Topics.GATEWAYS, "gw1".getBytes(StandardCharsets.UTF_8), unread);
        }
        topology.registry.failNext(0);
        silence(LEASE_AND_GRACE.plusSeconds(1));

        // Then the last of them still gave everybody a full lease
        assertThat(counted("tollgate.heartbeats.unusable")).isEqualTo(30);
        assertThat(counted("tollgate.calls.lost")).isZero();
        silence(Duration.ofSeconds(1));
        assertThat(counted("tollgate.calls.lost")).isEqualTo(1);
    }

    @Test
    void shouldNotAskAnAbsentRegistryForEachHeartbeat() {
        // Given
        var unread = gateway.encoded();
        ByteBuffer.wrap(unread).putInt(1, topology.registry.register("newer", GatewayHeartbeat.SCHEMA$.toString()));
        topology.registry.failNext(Integer.MAX_VALUE);

        // When
        for (int beat = 0; beat < 50; beat++) {
            topology.sendBytes(Topics.GATEWAYS, "gw1".getBytes(StandardCharsets.UTF_8), unread);
            topology.pass(Duration.ofMillis(100));
        }
        int asked = topology.registry.failures();
        topology.sendBytes(Topics.GATEWAYS, "gw1".getBytes(StandardCharsets.UTF_8), unread);

        // Then
        assertThat(asked).isEqualTo(1);
        assertThat(topology.registry.failures()).isEqualTo(2);
    }
}
