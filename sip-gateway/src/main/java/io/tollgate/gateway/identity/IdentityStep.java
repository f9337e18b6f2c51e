package io.tollgate.gateway.identity;

/** What can say whose a customer's request is; which comes first is the operator's choice ({@link IdentityOrder}). */
public enum IdentityStep {
    /** The source address is one of an account's trunks. */
    TRUNK,
    /** Credentials that Tollgate verifies itself; an account that has an HA1 and shows none is challenged. */
    DIGEST,
    /** The flow is one over which From's address-of-record is registered. */
    REGISTRATION,
    /** P-Asserted-Identity, from a trusted network alone, names an account. */
    ASSERTED,
    /** The username of credentials that somebody else may verify. */
    CREDENTIALS,
    /** From's user. */
    FROM
}
