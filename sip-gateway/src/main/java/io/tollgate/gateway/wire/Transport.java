package io.tollgate.gateway.wire;

/** The transports SIP messages travel on here. Immutable. */
public enum Transport {
    UDP("UDP", false),
    TCP("TCP", true),
    TLS("TLS", true);

    private final String viaName;
    private final boolean reliable;

    Transport(String viaName, boolean reliable) {
        this.viaName = viaName;
        this.reliable = reliable;
    }

    /** As written in a Via's sent-protocol (RFC 3261 section 20.42). */
    public String viaName() {
        return viaName;
    }

    /** Whether retransmissions are left to the transport (RFC 3261 section 17). */
    public boolean reliable() {
        return reliable;
    }
}
