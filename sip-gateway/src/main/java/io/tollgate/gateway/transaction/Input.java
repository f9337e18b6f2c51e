package io.tollgate.gateway.transaction;

/** What happens to a transaction: for a client a response that came, for a server one that is sent. */
public enum Input {
    PROVISIONAL,
    SUCCESS,
    FAILURE,
    /** The request came again (server). */
    REQUEST_AGAIN,
    /** An ACK for a non-2xx final response came (INVITE server). */
    ACK,
    /** Timer A, E or G. */
    RETRANSMIT_TIMER,
    /** Timer B, D, F, H, I, J, K, L or M. */
    LIFETIME_TIMER;

    /** The input that a response is. */
    public static Input of(int status) {
        return status < 200 ? PROVISIONAL : status < 300 ? SUCCESS : FAILURE;
    }
}
