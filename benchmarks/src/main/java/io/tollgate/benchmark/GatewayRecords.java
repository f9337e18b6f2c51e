package io.tollgate.benchmark;

import io.tollgate.CallEvent;
import io.tollgate.Direction;
import io.tollgate.GatewayHeartbeat;
import io.tollgate.GatewayPhase;
import io.tollgate.Identity;
import java.time.Instant;

/** What a gateway writes, for benchmarks that have none. Stateless. */
final class GatewayRecords {
    /** Where all calls are. */
    static final String GATEWAY = "gateway-1";

    /** All calls go there. */
    static final String PREFIX = "4930";

    private static final String NUMBER = PREFIX + "12345";

    private GatewayRecords() {}

    /** Without these its calls would be lost within the minute. */
    static GatewayHeartbeat heartbeat(Instant startedAt, Instant at) {
        return GatewayHeartbeat.newBuilder()
                .setGatewayId(GATEWAY)
                .setEpoch(0)
                .setStartedAt(startedAt)
                .setAt(at)
                .setState(GatewayPhase.SERVING)
                .setSip("192.0.2.1:5060")
                .setLeaseMillis(10_000)
                .setLiveCalls(0)
                .build();
    }

    /** An event of a call whose caller is proven from the start. */
    static CallEvent event(String account, String callId, int sequence, Instant at, Object what) {
        return CallEvent.newBuilder()
                .setEventId(callId + "-" + sequence)
                .setCallId(callId)
                .setSequence(sequence)
                .setSipCallId(callId)
                .setGatewayId(GATEWAY)
                .setAccount(account)
                .setIdentity(Identity.TRUNK)
                .setDirection(Direction.OUTBOUND)
                .setCaller("sip:" + account + "@example.org")
                .setCallee("sip:" + NUMBER + "@example.org")
                .setDestination(NUMBER)
                .setSource("192.0.2.1:5060/udp")
                .setAt(at)
                .setEvent(what)
                .build();
    }
}
