package io.tollgate.gateway.identity;

/**
 * That Tollgate itself has verified an account for this request: by digest or by a registered flow. The place of both
 * in the order of {@link AccountDirectory#identify} is this argument. Immutable.
 *
 * @param account the account proved
 * @param by DIGEST or REGISTRATION
 */
public record Proof(String account, Identity by) {
    public Proof {
        if (by != Identity.DIGEST && by != Identity.REGISTRATION) {
            throw new IllegalArgumentException(by + " is no proof that Tollgate makes itself");
        }
    }
}
