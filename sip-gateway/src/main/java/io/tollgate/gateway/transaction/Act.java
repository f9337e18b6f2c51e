package io.tollgate.gateway.transaction;

/** What a step of a transaction does, in the order in which they are listed here. */
public enum Act {
    /** Server: send this response and remember it. */
    SEND,
    /** Send the request (client) or the remembered response (server) again. */
    RESEND,
    /** INVITE client: acknowledge the non-2xx final response. */
    ACKNOWLEDGE,
    /** Client: the response is news to the transaction user. */
    PASS,
    STOP_RETRANSMIT,
    ARM_RETRANSMIT,
    STOP_LIFETIME,
    ARM_LIFETIME,
    /** The transaction user learns that no final response (client) or ACK (server) came. */
    TIME_OUT
}
