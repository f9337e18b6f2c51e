package io.tollgate.schemas.setting;

import java.util.Locale;

/**
 * Where SIP requests go: {@code sip:HOST[:PORT][;transport=udp|tcp|tls]}. Without a port 5060, for TLS 5061. Nothing is
 * looked up here.
 */
public record SipTarget(HostPort address, Transport transport) {

    /** What carries the requests (RFC 3261, section 19.1.1, the transport parameter). */
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    public SipTarget {
        if (address.port() == 0) {
            throw new IllegalArgumentException("port 0 cannot be called");
        }
    }

    public static SipTarget parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith("sips:");
        if (!secure && !lower.startsWith("sip:")) {
            throw new IllegalArgumentException("no sip: at the start");
        }
        String[] parts = text.substring(secure ? 5 : 4).split(";", -1);
        if (parts[0].indexOf('@') >= 0) {
            throw new IllegalArgumentException("a user part has no place here");
        }
        Transport transport = secure ? Transport.TLS : Transport.UDP;
        for (int i = 1; i < parts.length; i++) {
            transport = transport(parts[i].toLowerCase(Locale.ROOT), secure);
        }
        boolean hasPort = parts[0].lastIndexOf(':') > parts[0].lastIndexOf(']');
        String address = hasPort ? parts[0] : parts[0] + (transport == Transport.TLS ? ":5061" : ":5060");
        return new SipTarget(HostPort.parse(address), transport);
    }

    private static Transport transport(String parameter, boolean secure) {
        Transport transport = switch (parameter) {
            case "transport=udp" -> Transport.UDP;
            case "transport=tcp" -> Transport.TCP;
            case "transport=tls" -> Transport.TLS;
            default -> throw new IllegalArgumentException("'" + parameter + "' is no transport parameter");
        };
        return secure ? Transport.TLS : transport; // sips: is TLS whatever transport it names
    }

    /** As it is written, the transport left out where it is UDP. */
    @Override
    public String toString() {
        String parameter = transport == Transport.UDP
                ? ""
                : ";transport=" + transport.name().toLowerCase(Locale.ROOT);
        return "sip:" + address + parameter;
    }
}
