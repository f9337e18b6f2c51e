package io.tollgate.enforcement.contract;

import io.tollgate.GatewayHeartbeat;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.enforcement.lease.Life;
import io.tollgate.enforcement.lease.Phase;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads gateways' heartbeats; empty: the gateway is gone for good. Safe for threads. */
public final class HeartbeatInput implements Interpreter<GatewayHeartbeat, Optional<Life>> {

    private static final long LONGEST_LEASE_MILLIS = Duration.ofHours(1).toMillis();

    @Override
    public Optional<Life> interpret(String key, @Nullable GatewayHeartbeat value) {
        if (value == null) {
            return Optional.empty();
        }
        Identifier.requireKey(key, "gatewayId", value.getGatewayId());
        Calendar.require("startedAt", value.getStartedAt());
        Calendar.require("at", value.getAt());
        long leaseMillis = value.getLeaseMillis();
        InvalidInput.unless(
                leaseMillis > 0 && leaseMillis <= LONGEST_LEASE_MILLIS, "leaseMillis is not between 1 and an hour");
        return Optional.of(new Life(
                value.getEpoch(),
                value.getStartedAt(),
                value.getAt(),
                Phase.valueOf(value.getState().name()),
                Duration.ofMillis(leaseMillis),
                FreeText.beginning(value.getSip()),
                value.getLiveCalls()));
    }
}
