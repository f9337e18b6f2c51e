package io.tollgate.gateway.identity;

/**
 * What proves that a call is its account's, the strongest first. Only a proven identity takes channels or money: a
 * forged From must cost its victim nothing.
 */
public enum Identity {
    /** The source address is one of the account's trunks. */
    TRUNK,
    /** Tollgate itself verified the caller's digest credentials. */
    DIGEST,
    /** The flow is one that the account registered over. */
    REGISTRATION,
    /** The upstream accepted the INVITE under this name, or sent it. */
    UPSTREAM,
    /** Nothing yet: the caller merely says so. */
    CLAIMED;

    /** Whether channels and money may follow from it. */
    public boolean proven() {
        return this != CLAIMED;
    }
}
