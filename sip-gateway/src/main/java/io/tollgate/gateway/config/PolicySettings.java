package io.tollgate.gateway.config;

import io.tollgate.gateway.admission.AttemptRates;
import io.tollgate.gateway.admission.Defence;
import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.identity.IdentityPolicy;
import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.identity.UnknownAccounts;
import java.time.Duration;
import java.util.List;

/**
 * What the gateway decides by itself. Immutable.
 *
 * @param identity how it is found out whose a request is
 * @param unknownAccounts what becomes of calls under a name that no account has
 * @param refusals the response for each reason
 * @param retryAfter sent with the response to overload
 * @param ringing longest time from one provisional response to the next, or to the answer
 * @param early longest time from the first provisional response to the answer
 * @param decision longest wait for an Admission
 * @param unconfirmed how long a metered call runs from its answer while nobody says how long it is paid
 * @param ping how often the parties of an answered call are asked whether it still lives
 * @param drain longest wait for ringing calls at the end
 * @param trustedNetworks customers' networks whose P-Asserted-Identity is passed on
 * @param maxRegistrations most registered devices whose flow proves their account
 * @param events bound of one shard on published events of refused and unproven attempts
 * @param defence what strangers may cost
 * @param observe decide and publish, refuse and end nothing
 */
public record PolicySettings(
        IdentityPolicy identity,
        UnknownAccounts unknownAccounts,
        RefusalCodes refusals,
        Duration retryAfter,
        Duration ringing,
        Duration early,
        Duration decision,
        Duration unconfirmed,
        Duration ping,
        Duration drain,
        List<Network> trustedNetworks,
        int maxRegistrations,
        AttemptRates.Bound events,
        Defence defence,
        boolean observe) {
    public PolicySettings {
        trustedNetworks = List.copyOf(trustedNetworks);
    }
}
