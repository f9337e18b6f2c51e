package io.tollgate.schemas.setting;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** IP addresses as literals. The JDK's own reading falls back to a look-up and takes {@code 1.2} for an address. */
final class Literal {

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6_LETTERS = Pattern.compile("[0-9A-Fa-f:.]+");

    private Literal() {}

    static boolean isIpv4(String text) {
        var groups = IPV4.matcher(text);
        if (!groups.matches()) {
            return false;
        }
        for (int i = 1; i <= 4; i++) {
            if (Integer.parseInt(groups.group(i)) > 255) {
                return false;
            }
        }
        return true;
    }

    static boolean isIpv6(String text) {
        if (text.indexOf(':') < 0 || !IPV6_LETTERS.matcher(text).matches()) {
            return false;
        }
        try {
            return InetAddress.getByName(text).getHostAddress() != null; // has a colon: never looked up
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static InetAddress parse(String text) {
        if (!isIpv4(text) && !isIpv6(text)) {
            throw new IllegalArgumentException("'" + text + "' is no IP address");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + text + "' is no IP address", e);
        }
    }
}
