package io.tollgate.gateway.wire;

/** The transports SIP messages travel on here. Immutable. */
public enum Transport {
    UDP("UDP", "udp", 5060, false),
    TCP("TCP", "tcp", 5060, true),
    TLS("TLS", "tls", 5061, true),
    /** RFC 7118. */
    WS("WS", "ws", 80, true),
    /** The same over TLS; its URIs say {@code ws} too, and leave the rest to their scheme. */
    WSS("WSS", "ws", 443, true);

    private final String viaName;
    private final String uriName;
    private final int defaultPort;
    private final boolean reliable;

    Transport(String viaName, String uriName, int defaultPort, boolean reliable) {
        this.viaName = viaName;
        this.uriName = uriName;
        this.defaultPort = defaultPort;
        this.reliable = reliable;
    }

    /** As written in a Via's sent-protocol (RFC 3261 section 20.42). */
    public String viaName() {
        return viaName;
    }

    /** As written in a URI's transport parameter (RFC 3261 section 19.1.1). */
    public String uriName() {
        return uriName;
    }

    /** The port that is meant where a URI or a Via names none (RFC 3261 section 19.1.2, RFC 7118 section 5.4). */
    public int defaultPort() {
        return defaultPort;
    }

    /** Whether retransmissions are left to the transport (RFC 3261 section 17). */
    public boolean reliable() {
        return reliable;
    }

    /** Whether it is good for a {@code sips:} hop (RFC 3261 section 26.2.2). */
    public boolean secure() {
        return this == TLS || this == WSS;
    }

    /** Whether peers can only be reached on the connection that they opened. */
    public boolean webSocket() {
        return this == WS || this == WSS;
    }
}
