package io.tollgate.gateway.identity;

import java.time.Duration;

/**
 * How it is found out whose a customer's request is. Immutable.
 *
 * @param order what is asked first
 * @param realm of the accounts' HA1
 * @param forwarderPays whether a forwarded call is that of who forwarded it, where that can be believed
 * @param nonceLifetime how long a challenge can be answered, and its nonce be used again with a higher count
 */
public record IdentityPolicy(IdentityOrder order, String realm, Duration nonceLifetime, boolean forwarderPays) {
    /** What holds where nothing is configured. */
    public static final IdentityPolicy DEFAULTS =
            new IdentityPolicy(IdentityOrder.DEFAULT, "tollgate", Duration.ofSeconds(60), false);
}
