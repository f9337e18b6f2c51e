package io.tollgate.gateway.number;

import org.jspecify.annotations.Nullable;

/**
 * The user part of a Request-URI taken apart: what was dialled, and what its parameters add (RFC 3261 section 19.1.1
 * telephone-subscriber, RFC 3966).
 *
 * <p>Escapes are decoded before parameters are split off, so that an escaped semicolon hides nothing. Never throws:
 * what is no URI at all is a user part of its own. Immutable.
 *
 * @param text decoded, without password and parameters
 * @param context the digits of {@code phone-context=+...}; null: none, or a domain
 * @param bare whether nothing else is there that may make the upstream route it elsewhere than the text says: no
 *     parameter but one phone-context (rn, cic and tgrp of RFC 4694 and 4904 do), no second at sign
 */
record UserPart(String text, @Nullable String context, boolean bare) {
    private static final String CONTEXT = "phone-context=";

    static UserPart of(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        boolean tel = scheme.equalsIgnoreCase("tel");
        if (!tel && !scheme.equalsIgnoreCase("sip") && !scheme.equalsIgnoreCase("sips")) {
            return new UserPart(uri, null, true);
        }
        int at = uri.indexOf('@', colon + 1);
        if (at >= 0) {
            UserPart user = parameters(Escapes.decoded(withoutPassword(uri, colon + 1, at)));
            return uri.indexOf('@', at + 1) < 0 ? user : new UserPart(user.text, user.context, false);
        }
        if (tel) {
            return parameters(Escapes.decoded(uri.substring(colon + 1)));
        }
        // Some proxies take a digits-only host, which no domain is, for the number.
        return new UserPart(dialledAsHost(uri, colon + 1), null, true);
    }

    private static String withoutPassword(String uri, int from, int to) {
        int password = uri.indexOf(':', from);
        return uri.substring(from, password >= 0 && password < to ? password : to);
    }

    private static String dialledAsHost(String uri, int from) {
        for (int i = from; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == ';' || c == '?' || c == ':') {
                return uri.substring(from, i);
            }
            if ((c < '0' || c > '9') && c != '+' && c != '-') {
                return "";
            }
        }
        return uri.substring(from);
    }

    private static UserPart parameters(String user) {
        int semicolon = user.indexOf(';');
        if (semicolon < 0) {
            return new UserPart(user, null, true);
        }
        String context = null;
        boolean bare = true;
        for (int from = semicolon; from >= 0; ) {
            int next = user.indexOf(';', from + 1);
            int to = next < 0 ? user.length() : next;
            if (user.regionMatches(true, from + 1, CONTEXT, 0, CONTEXT.length())) {
                String value = user.substring(Math.min(from + 1 + CONTEXT.length(), to), to);
                bare &= context == null;
                context = context == null ? globalDigits(value) : context;
            } else {
                bare = false;
            }
            from = next;
        }
        return new UserPart(user.substring(0, semicolon), context, bare);
    }

    private static @Nullable String globalDigits(String context) {
        String digits = context.startsWith("+") ? digits(context.substring(1)) : null;
        return digits == null || digits.isEmpty() ? null : digits;
    }

    /** Without the visual separators of RFC 3966 and spaces; null when anything but ASCII digits and + remains. */
    static @Nullable String digits(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= '0' && c <= '9') || c == '+') {
                digits.append(c);
            } else if (c != '-' && c != '.' && c != '(' && c != ')' && c != ' ') {
                return null;
            }
        }
        return digits.toString();
    }
}
