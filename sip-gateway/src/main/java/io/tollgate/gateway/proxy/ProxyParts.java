package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.AttemptRates;
import io.tollgate.gateway.admission.Gatekeeper;
import io.tollgate.gateway.event.CallEventSink;
import io.tollgate.gateway.identity.AccountDirectory;
import io.tollgate.gateway.number.EmergencyNumbers;
import io.tollgate.gateway.number.NumberPlan;
import io.tollgate.gateway.token.Tokens;
import io.tollgate.gateway.transaction.Timers;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a proxy is made of; everything in it is safe for all shards.
 *
 * @param shards how many threads share the calls
 * @param tokens makes one signer for each shard
 * @param attemptRate bound on published refused and unproven attempts
 * @param lookups where names are looked up
 * @param accepting whether new calls are taken: false while starting or draining
 */
public record ProxyParts(
        String gatewayId,
        int shards,
        Boundary boundary,
        Outbound outbound,
        SteadyClock clock,
        Timers timers,
        Limits limits,
        Supplier<Tokens> tokens,
        AccountDirectory accounts,
        Gatekeeper gatekeeper,
        AttemptRates.Bound attemptRate,
        NumberPlan numbers,
        EmergencyNumbers emergencies,
        CallEventSink sink,
        NextHop hops,
        ProxyCounters counters,
        BooleanSupplier accepting) {}
