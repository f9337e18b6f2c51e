package io.tollgate.gateway.wire;

import org.jspecify.annotations.Nullable;

/**
 * The bytes are no SIP message that can be routed. Carries no stack trace: it is an expected outcome, and counted. Where
 * it is a request of which the way back could be read, it can still be answered.
 */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong; used alike in log and metric. */
    public enum Fault {
        START_LINE("Malformed Request-Line"),
        VERSION("Version Not Supported"),
        HEADER_LINE("Malformed Header Line"),
        TOO_MANY_HEADERS("Too Many Headers"),
        TOO_MANY_HOPS("Too Many Hops"),
        HEADER_TOO_LONG("Header Too Long"),
        NO_END_OF_HEADERS("Incomplete Headers"),
        MISSING_HEADER("Missing Header"),
        REPEATED_HEADER("Repeated Header"),
        BAD_CALL_ID("Bad Call-ID"),
        BAD_CSEQ("Bad CSeq"),
        BAD_CONTENT_LENGTH("Bad Content-Length"),
        BAD_VIA("Bad Via"),
        BAD_ADDRESS("Bad From or To"),
        BAD_MAX_FORWARDS("Bad Max-Forwards");

        private final String phrase;

        Fault(String phrase) {
            this.phrase = phrase;
        }

        /** What a request with it is answered. */
        public int status() {
            return this == VERSION ? 505 : 400;
        }

        /** The Reason-Phrase of that answer: RFC 3261 section 21.4.1 wants it to say what is wrong. */
        public String phrase() {
            return phrase;
        }
    }

    private final transient Fault fault;
    private final transient @Nullable SipMessage request;

    MalformedMessage(Fault fault) {
        this(fault, null);
    }

    MalformedMessage(Fault fault, @Nullable SipMessage request) {
        super(fault.name(), null, false, false);
        this.fault = fault;
        this.request = request;
    }

    /** The request as far as it could be read, only good for {@link Reply}; null for what cannot be answered. */
    public @Nullable SipMessage request() {
        return request;
    }

    /** What is wrong. */
    public Fault fault() {
        return fault;
    }
}
