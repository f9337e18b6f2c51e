package io.tollgate.gateway.identity;

/** The nonces of our own challenges, as {@link DigestCheck} needs them. */
public interface Nonces {
    /** The count of credentials without one: such a nonce is good once and then never again. */
    long WITHOUT_COUNT = 0xFFFF_FFFFL;

    /**
     * Uses a nonce under a count that it was not used under before.
     *
     * @param count 1 to {@link #WITHOUT_COUNT}
     * @return false: it is not this gateway's, has expired or was used so already
     */
    boolean use(String nonce, long count);
}
