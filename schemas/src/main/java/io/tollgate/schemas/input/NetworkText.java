package io.tollgate.schemas.input;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Networks as records name them: CIDR notation (RFC 4632, RFC 4291) or one address. No decimal number has a leading
 * zero, which some read as octal: gateways read none either. Looks nothing up. No state.
 */
final class NetworkText {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String QUAD = OCTET + "(\\." + OCTET + "){3}";
    private static final Pattern IPV4 = Pattern.compile(QUAD + "(/(3[0-2]|[12]?\\d))?");
    private static final Pattern IPV6 =
            Pattern.compile("(?<address>[0-9A-Fa-f:]*:([0-9A-Fa-f]*|" + QUAD + "))(/(12[0-8]|1[01]\\d|[1-9]?\\d))?");

    private NetworkText() {}

    static boolean isNetwork(String text) {
        if (IPV4.matcher(text).matches()) {
            return true;
        }
        var v6 = IPV6.matcher(text);
        if (!v6.matches()) {
            return false;
        }
        try {
            // With a colon it is a literal or nothing: no name is looked up.
            return InetAddress.getByName(v6.group("address")).getAddress().length > 0;
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
