package io.tollgate.enforcement.api;

import io.tollgate.GatewayHeartbeat;
import io.tollgate.GatewayPhase;
import io.tollgate.enforcement.lease.Life;
import java.time.Instant;
import java.util.Map;

/** A gateway as the API shows it: its last heartbeat, and how its lease stands. */
final class GatewayJson {

    static final String LEASE = "lease";

    private GatewayJson() {}

    static Map<String, Object> of(String gatewayId, Life life, Instant now) {
        var json = RecordJson.of(GatewayHeartbeat.newBuilder()
                .setGatewayId(gatewayId)
                .setEpoch(life.epoch())
                .setStartedAt(life.startedAt())
                .setAt(life.heardAt())
                .setState(GatewayPhase.valueOf(life.phase().name()))
                .setSip(life.sip())
                .setLeaseMillis(life.lease().toMillis())
                .setLiveCalls(life.liveCalls())
                .build());
        json.put(LEASE, life.leaseAt(now).name());
        return json;
    }
}
