package io.tollgate.gateway.identity;

/**
 * What all shards of a gateway share to find out whose a request is. Safe for all of them.
 *
 * @param nonces under which counts our nonces were used
 * @param transfers which calls were asked for by REFER
 */
public record IdentityParts(IdentityPolicy policy, NonceWindow nonces, Transfers transfers) {
    /** With nothing used yet. */
    public static IdentityParts of(IdentityPolicy policy) {
        return new IdentityParts(policy, new NonceWindow(), new Transfers());
    }
}
