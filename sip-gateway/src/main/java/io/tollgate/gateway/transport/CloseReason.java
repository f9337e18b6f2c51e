package io.tollgate.gateway.transport;

/** Why a stream connection ended, or did not begin. Immutable. */
public enum CloseReason {
    /** The peer closed it. */
    PEER,
    /** It broke: reset, or sent bytes that nobody acknowledged. */
    BROKEN,
    /** Our connection was not accepted, or not in time. */
    NOT_CONNECTED,
    /** Refused at accept: too many connections in all. */
    TOO_MANY,
    /** Refused at accept: too many from this address. */
    TOO_MANY_FROM_SOURCE,
    /** Nothing came for too long. */
    IDLE,
    /** No first message, or no end of one, in time. */
    SLOW,
    /** The peer did not read what we sent. */
    UNREAD,
    /** The TLS handshake failed, took too long, or was none. */
    NO_TLS,
    /** What came to a WebSocket port is no WebSocket, asks for no SIP or is a page of a foreign origin. */
    NO_WEBSOCKET,
    /** The first line is no SIP start line. */
    NOT_SIP,
    /** The headers hold a bare CR or LF: parsers differ over where such a message ends. */
    MALFORMED_HEADER,
    /** Start line and headers are too long. */
    HEADER_TOO_LONG,
    /** No Content-Length, which a stream needs (RFC 3261 section 18.3). */
    NO_LENGTH,
    /** A Content-Length that is no number, or two that differ. */
    MALFORMED_LENGTH,
    /** A Content-Length above the limit. */
    BODY_TOO_LONG,
    /** The gateway closes. */
    SHUTDOWN
}
