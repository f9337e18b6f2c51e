package io.tollgate.phone;

/**
 * Something that happened to a call, as its phone saw it.
 *
 * @param kind what
 * @param message the message that it came with or went out with
 */
public record CallStep(Kind kind, Sighting message) {
    /** What can happen to a call. */
    public enum Kind {
        /** The INVITE went out or came in. */
        INVITED,
        /** 401 or 407, answered with credentials. */
        CHALLENGED,
        /** A 1xx, 100 too. */
        PROVISIONAL,
        /** The first 2xx. */
        ANSWERED,
        /** A 2xx of another branch: acknowledged and ended at once. */
        FORKED,
        /** The ACK to the first 2xx. */
        ACKNOWLEDGED,
        /** A final response of 300 or more. */
        REFUSED,
        /** CANCEL. */
        CANCELLED,
        /** A request within the dialog that is none of the others. */
        REQUESTED,
        /** BYE. */
        ENDED
    }

    /** When its message was at the socket. */
    public Moment at() {
        return message.at();
    }

    @Override
    public String toString() {
        return kind + "  " + message;
    }
}
