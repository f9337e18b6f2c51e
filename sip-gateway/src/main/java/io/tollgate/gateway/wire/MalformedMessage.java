package io.tollgate.gateway.wire;

/** The bytes are no SIP message that can be routed. Carries no stack trace: it is an expected outcome, and counted. */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong; used alike in log and metric. */
    public enum Fault {
        START_LINE,
        HEADER_LINE,
        TOO_MANY_HEADERS,
        HEADER_TOO_LONG,
        NO_END_OF_HEADERS,
        MISSING_HEADER,
        REPEATED_HEADER,
        BAD_CSEQ,
        BAD_CONTENT_LENGTH,
        BAD_VIA,
        BAD_MAX_FORWARDS
    }

    private final transient Fault fault;

    MalformedMessage(Fault fault) {
        super(fault.name(), null, false, false);
        this.fault = fault;
    }

    /** What is wrong. */
    public Fault fault() {
        return fault;
    }
}
