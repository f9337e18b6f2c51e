package io.tollgate.gateway.identity;

import java.time.Duration;

/**
 * How it is found out whose a customer's request is. Immutable.
 *
 * @param order what is asked first
 * @param realm of the accounts' HA1
 * @param nonceLifetime how long a challenge can be answered, and its nonce be used again with a higher count
 */
public record IdentityPolicy(IdentityOrder order, String realm, Duration nonceLifetime) {
    /** What holds where nothing is configured. */
    public static final IdentityPolicy DEFAULTS =
            new IdentityPolicy(IdentityOrder.DEFAULT, "tollgate", Duration.ofSeconds(60));
}
