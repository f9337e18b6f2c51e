package io.tollgate.phone;

/**
 * How a call ended.
 *
 * @param by who ended it, as far as this phone can tell: {@code PEER} is whoever the BYE, CANCEL or refusal came from
 * @param status the final status of the INVITE where it was not answered, else 200
 * @param reason the Reason header (RFC 3326) of the BYE, CANCEL or refusal; empty if it carried none
 * @param at when the message that ended it was at this phone's socket
 */
public record CallEnd(By by, int status, String reason, Moment at) {
    /** Who ended a call. */
    public enum By {
        US,
        PEER,
        /** Nobody did: no answer to the INVITE, or no ACK to the 200. */
        NOBODY
    }
}
