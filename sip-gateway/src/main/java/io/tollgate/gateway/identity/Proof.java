package io.tollgate.gateway.identity;

/**
 * That a flow was registered, with the upstream's consent, for an address-of-record. Immutable.
 *
 * @param account the account proved
 * @param by REGISTRATION
 */
public record Proof(String account, Identity by) {
    public Proof {
        if (by != Identity.REGISTRATION) {
            throw new IllegalArgumentException(by + " is not proved by a flow");
        }
    }
}
