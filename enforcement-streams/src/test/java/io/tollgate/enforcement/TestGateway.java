package io.tollgate.enforcement;

import io.tollgate.DialogSnapshot;
import io.tollgate.GatewayHeartbeat;
import io.tollgate.GatewayPhase;
import io.tollgate.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/** One life of a gateway as it tells of itself. */
final class TestGateway {

    static final Duration LEASE = Duration.ofSeconds(10);

    private final TestTopology topology;
    private final String id;
    private final long epoch;
    private final Instant startedAt;

    TestGateway(TestTopology topology, String id, long epoch) {
        this.topology = topology;
        this.id = id;
        this.epoch = epoch;
        this.startedAt = topology.now();
    }

    TestGateway beat() {
        return say(GatewayPhase.SERVING);
    }

    TestGateway start() {
        return say(GatewayPhase.STARTING);
    }

    TestGateway stop() {
        return say(GatewayPhase.STOPPED);
    }

    /** Lets time pass, a second at a time, with its heartbeats. */
    TestGateway live(Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            topology.pass(Duration.ofSeconds(1));
            beat();
        }
        return this;
    }

    /** Says that it has a call now. */
    void claim(String account, String callId, int moves) {
        topology.send(
                Topics.DIALOGS,
                id + "/" + callId,
                DialogSnapshot.newBuilder()
                        .setCallId(callId)
                        .setGatewayId(id)
                        .setGatewayEpoch(epoch)
                        .setAt(topology.now())
                        .setSnapshot(ByteBuffer.wrap(new byte[] {1}))
                        .setAccount(account)
                        .setMoves(moves)
                        .build());
    }

    /** Says that it has a call no more. */
    void drop(String callId) {
        topology.send(Topics.DIALOGS, id + "/" + callId, null);
    }

    /** A heartbeat as bytes. */
    byte[] encoded() {
        return topology.encode(Topics.GATEWAYS, heartbeat(GatewayPhase.SERVING));
    }

    private TestGateway say(GatewayPhase phase) {
        topology.send(Topics.GATEWAYS, id, heartbeat(phase));
        return this;
    }

    private GatewayHeartbeat heartbeat(GatewayPhase phase) {
        return GatewayHeartbeat.newBuilder()
                .setGatewayId(id)
                .setEpoch(epoch)
                .setStartedAt(startedAt)
                .setAt(topology.now())
                .setState(phase)
                .setSip("127.0.0.1:5060")
                .setLeaseMillis(LEASE.toMillis())
                .setLiveCalls(1)
                .build();
    }
}
