package io.tollgate.schemas.setting;

import java.util.Locale;

/**
 * Where SIP requests go: {@code sip:HOST[:PORT][;transport=udp|tcp|tls]}. Nothing is looked up here.
 *
 * @param address with the transport's own port (5060, for TLS 5061) where none was given
 * @param transport UDP where none was given
 * @param lookup what is left for DNS to say
 */
public record SipTarget(HostPort address, Transport transport, Lookup lookup) {

    /** What carries the requests (RFC 3261, section 19.1.1, the transport parameter). */
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    /** What DNS is asked for (RFC 3263 section 4). */
    public enum Lookup {
        /** The address of the host, where that is no address itself. */
        ADDRESS,
        /** The servers of a domain too (SRV), since there is no port. */
        SERVERS,
        /** The transport too (NAPTR), since none is named either. */
        TRANSPORT
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
        HostPort address =
                HostPort.parse(hasPort ? parts[0] : parts[0] + (transport == Transport.TLS ? ":5061" : ":5060"));
        boolean settled = hasPort || Literal.isIpv4(address.host()) || Literal.isIpv6(address.host());
        boolean named = secure || parts.length > 1;
        return new SipTarget(address, transport, settled ? Lookup.ADDRESS : named ? Lookup.SERVERS : Lookup.TRANSPORT);
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

    /** As it is written: without what DNS is to say, and without the transport where it is UDP anyway. */
    @Override
    public String toString() {
        boolean unsaid = lookup == Lookup.TRANSPORT || lookup == Lookup.ADDRESS && transport == Transport.UDP;
        return "sip:" + (lookup == Lookup.ADDRESS ? address : address.host())
                + (unsaid ? "" : ";transport=" + transport.name().toLowerCase(Locale.ROOT));
    }
}
