package io.tollgate.gateway.identity;

/**
 * What all shards of a gateway share to find out whose a request is. Safe for all of them.
 *
 * @param nonces under which counts our nonces were used
 */
public record IdentityParts(IdentityPolicy policy, NonceWindow nonces) {
    /** With nothing used yet. */
    public static IdentityParts of(IdentityPolicy policy) {
        return new IdentityParts(policy, new NonceWindow());
    }
}
