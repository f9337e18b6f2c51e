package io.tollgate.gateway.wire;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What routing needs of a URI (RFC 3261 section 19.1): who, where and how. Immutable.
 *
 * @param scheme in lower case: sip, sips, tel, urn, ...
 * @param user still escaped, without password; null where there is none
 * @param host as written, IPv6 in brackets; empty for tel and urn
 * @param port or -1
 * @param parameters `;a=b;c` after the host, as written, or empty
 */
public record SipUri(String scheme, @Nullable String user, String host, int port, String parameters) {
    /** Reads a URI, or null where it is none. */
    public static @Nullable SipUri parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            return null;
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("sip") && !scheme.equals("sips")) {
            return new SipUri(scheme, text.substring(colon + 1), "", -1, "");
        }
        int headers = text.indexOf('?', Math.max(colon, text.lastIndexOf('@')));
        String rest = text.substring(colon + 1, headers < 0 ? text.length() : headers);
        int at = rest.lastIndexOf('@');
        String user = at < 0 ? null : rest.substring(0, at);
        if (user != null) {
            int password = user.indexOf(':');
            user = password < 0 ? user : user.substring(0, password);
        }
        String hostPart = rest.substring(at + 1);
        int semicolon = hostPart.indexOf(';');
        String parameters = semicolon < 0 ? "" : hostPart.substring(semicolon);
        return hostAndPort(scheme, user, semicolon < 0 ? hostPart : hostPart.substring(0, semicolon), parameters);
    }

    private static @Nullable SipUri hostAndPort(
            String scheme, @Nullable String user, String hostPort, String parameters) {
        int hostEnd = hostEnd(hostPort);
        if (hostEnd <= 0) {
            return null;
        }
        if (hostEnd == hostPort.length()) {
            return new SipUri(scheme, user, hostPort, -1, parameters);
        }
        String digits = hostPort.substring(hostEnd + 1);
        if (hostPort.charAt(hostEnd) != ':' || digits.isEmpty() || digits.length() > 5) {
            return null;
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return null;
            }
            port = port * 10 + digits.charAt(i) - '0';
        }
        return port < 1 || port > 65535
                ? null
                : new SipUri(scheme, user, hostPort.substring(0, hostEnd), port, parameters);
    }

    /** Where the host ends: behind its brackets, else at the first colon; -1 where it is none. */
    private static int hostEnd(String hostPort) {
        if (hostPort.startsWith("[")) {
            return hostPort.indexOf(']') + 1;
        }
        for (int i = 0; i < hostPort.length(); i++) {
            char c = hostPort.charAt(i);
            if (c == ':') {
                return i;
            }
            if (c <= ' ' || "[]<>\",=".indexOf(c) >= 0) {
                return -1;
            }
        }
        return hostPort.length();
    }

    /** Reads the URI of a From, To, Contact, Route or Record-Route element: inside angle brackets, else up to `;`. */
    public static @Nullable SipUri ofElement(String element) {
        return parse(textOfElement(element));
    }

    /** The URI of an element as written. */
    public static String textOfElement(String element) {
        int open = openBracket(element);
        if (open >= 0) {
            int close = element.indexOf('>', open);
            return close < 0 ? "" : element.substring(open + 1, close).strip();
        }
        int semicolon = element.indexOf(';');
        return (semicolon < 0 ? element : element.substring(0, semicolon)).strip();
    }

    /** Whether the topmost of these Route elements is a strict router's: it has no {@code lr} (section 19.1.1). */
    public static boolean strict(List<String> routes) {
        SipUri next = routes.isEmpty() ? null : ofElement(routes.get(0));
        return next != null && next.parameter("lr") == null && RouteElements.namesHop(routes.get(0));
    }

    private static int openBracket(String element) {
        boolean quoted = false;
        for (int i = 0; i < element.length(); i++) {
            char c = element.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '<') {
                return i;
            }
        }
        return -1;
    }

    /** The port that is meant. */
    public int portOrDefault() {
        if (port >= 0) {
            return port;
        }
        Transport transport = transport();
        return (transport == null ? Transport.UDP : transport).defaultPort();
    }

    /** The value of a URI parameter: null where it is missing, empty where it has none. */
    public @Nullable String parameter(String lowerName) {
        byte[] bytes = Ascii.bytes(parameters);
        return Parameters.value(bytes, 0, bytes.length, lowerName);
    }

    /** Whether each hop to it shall be over TLS (RFC 3261 section 26.2.2). */
    public boolean secure() {
        return scheme.equals("sips");
    }

    /** The transport that is meant, or null for one that is not known. */
    public @Nullable Transport transport() {
        String name = parameter("transport");
        if (name == null) {
            return secure() ? Transport.TLS : Transport.UDP;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "udp" -> Transport.UDP;
            case "tcp" -> secure() ? Transport.TLS : Transport.TCP;
            case "tls" -> Transport.TLS;
            case "ws" -> secure() ? Transport.WSS : Transport.WS;
            case "wss" -> Transport.WSS; // in no RFC, and written by many
            default -> null;
        };
    }
}
