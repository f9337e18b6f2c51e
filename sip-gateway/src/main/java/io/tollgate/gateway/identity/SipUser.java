package io.tollgate.gateway.identity;

import io.tollgate.gateway.number.Escapes;
import java.util.Locale;

/**
 * User and domain of a URI, as names are compared: escapes decoded, since {@code sip:%62ob@h} is {@code sip:bob@h} to
 * every upstream (RFC 3261 section 19.1.4) and must not be another account; the user case-sensitive, the domain in
 * lower case and without port. Never throws. Immutable.
 *
 * @param user without password and parameters; empty: none
 * @param domain empty: none
 */
record SipUser(String user, String domain) {
    private static final String SCHEMES = "sip:sips:tel:";

    /** Of a URI, or of a bare {@code user} or {@code user@domain} as identities are provisioned. */
    static SipUser of(String text) {
        int colon = text.indexOf(':');
        boolean uri = colon > 0 && SCHEMES.contains(text.substring(0, colon + 1).toLowerCase(Locale.ROOT));
        String rest = uri ? text.substring(colon + 1) : text;
        int at = rest.indexOf('@');
        if (at >= 0) {
            return new SipUser(user(rest.substring(0, at)), domain(rest.substring(at + 1)));
        }
        boolean host = uri && !text.regionMatches(true, 0, "tel:", 0, 4);
        return host ? new SipUser("", domain(rest)) : new SipUser(user(rest), "");
    }

    /** How it is looked up with its domain. */
    String withDomain() {
        return user + "@" + domain;
    }

    private static String user(String text) {
        int end = text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == ';' || c == ':') {
                end = i;
            }
        }
        return Escapes.decoded(text.substring(0, end));
    }

    private static String domain(String text) {
        int from = text.startsWith("[") ? text.indexOf(']') + 1 : 0;
        int end = text.length();
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == ':' || c == ';' || c == '?' || c == '>') {
                end = i;
            }
        }
        return text.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
