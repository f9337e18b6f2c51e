package io.tollgate.gateway.transport;

/** Why a message was not handed to the network. Immutable. */
public enum SendFault {
    /**
     * The flow names a connection that is no longer open. A response may then go to a flow without connection (RFC 3261
     * section 18.2.2); a request to a device behind NAT has no other way.
     */
    CONNECTION_GONE,
    /** The connection broke while the message waited in its queue. */
    CONNECTION_LOST,
    /** No connection came about in time, or the network has no way there. */
    UNREACHABLE,
    /** Too much waits for this peer, or too many connections are open. */
    OVERLOADED,
    /** Longer than a datagram can be. */
    TOO_LARGE,
    /** There is no listener for the flow's transport. */
    NO_TRANSPORT,
    /** The gateway's sockets are closed. */
    CLOSED
}
