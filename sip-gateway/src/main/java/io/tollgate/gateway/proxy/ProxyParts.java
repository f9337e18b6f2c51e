package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.AttemptRates;
import io.tollgate.gateway.admission.Defence;
import io.tollgate.gateway.admission.Gatekeeper;
import io.tollgate.gateway.admission.VerdictSink;
import io.tollgate.gateway.event.CallEventSink;
import io.tollgate.gateway.identity.AccountDirectory;
import io.tollgate.gateway.identity.IdentityParts;
import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.identity.Registrations;
import io.tollgate.gateway.journal.CallJournal;
import io.tollgate.gateway.journal.Places;
import io.tollgate.gateway.number.EmergencyNumbers;
import io.tollgate.gateway.number.NumberPlan;
import io.tollgate.gateway.token.Tokens;
import io.tollgate.gateway.transaction.Timers;
import io.tollgate.gateway.wire.Flow;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a proxy is made of; everything in it is safe for all shards.
 *
 * @param shards how many threads share the calls
 * @param open whether what goes this way needs no new connection
 * @param tokens makes one signer for each shard
 * @param registrations which flows the upstream accepted for whom
 * @param attemptRate bound on published refused and unproven attempts
 * @param lookups where names are looked up; may refuse tasks, then the name is not found
 * @param accepting whether new calls are taken: false while starting or draining
 * @param journal keeps answered calls for another life, or another gateway
 * @param vouched whether streams still take this gateway's calls for alive, so that it may end some of its own accord
 * @param eventsFull whether there is no room to tell of new calls
 * @param trusted customers' networks whose P-Asserted-Identity is passed on
 * @param defence what strangers may cost
 * @param verdicts where other gateways are told whom to refuse
 * @param places where the other gateways are
 * @param observe decide and publish, refuse and end nothing
 */
public record ProxyParts(
        String gatewayId,
        int shards,
        Boundary boundary,
        Outbound outbound,
        Predicate<Flow> open,
        SteadyClock clock,
        Timers timers,
        Limits limits,
        Supplier<Tokens> tokens,
        AccountDirectory accounts,
        Registrations registrations,
        IdentityParts identity,
        Gatekeeper gatekeeper,
        AttemptRates.Bound attemptRate,
        NumberPlan numbers,
        EmergencyNumbers emergencies,
        CallEventSink sink,
        Executor lookups,
        ProxyCounters counters,
        BooleanSupplier accepting,
        CallJournal journal,
        BooleanSupplier vouched,
        BooleanSupplier eventsFull,
        List<Network> trusted,
        Defence defence,
        VerdictSink verdicts,
        Places places,
        boolean observe) {}
