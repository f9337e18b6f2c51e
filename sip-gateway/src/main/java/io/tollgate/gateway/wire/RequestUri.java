package io.tollgate.gateway.wire;

import java.util.Locale;
import java.util.Set;

/**
 * What a Request-URI must be before a request is routed by it (RFC 3261 section 16.3, steps 1 and 2). Stateless.
 *
 * <p>Who reads it otherwise than the next hop sends a call to another destination than the one that was admitted: so a
 * URI that is not written as the grammar wants is no URI, though one could often guess what it was to be.
 */
public final class RequestUri {
    /** Those that numbers and services are called by; what another scheme means nobody behind us could ask us either. */
    private static final Set<String> SCHEMES = Set.of("sip", "sips", "tel", "urn");

    private RequestUri() {}

    /** What there is to say. */
    public enum Verdict {
        GOOD,
        MALFORMED,
        UNKNOWN_SCHEME
    }

    /** Judges the Request-URI of a request. */
    public static Verdict of(SipMessage request) {
        return of(request.targetText());
    }

    static Verdict of(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1 || !scheme(text, colon) || !written(text, colon + 1)) {
            return Verdict.MALFORMED;
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            return Verdict.UNKNOWN_SCHEME;
        }
        boolean good = scheme.startsWith("sip")
                ? sip(text, colon + 1)
                : bare(text) && (!scheme.equals("tel") || tel(text, colon + 1));
        return good ? Verdict.GOOD : Verdict.MALFORMED;
    }

    /** RFC 3966 section 3: digits as they are dialled, and separators, of which a `+` is none. */
    private static boolean tel(String text, int from) {
        int end = text.indexOf(';', from);
        String number = text.substring(text.charAt(from) == '+' ? from + 1 : from, end < 0 ? text.length() : end);
        return number.chars().allMatch(c -> "0123456789*#ABCDEFabcdef-.()".indexOf(c) >= 0)
                && number.chars().anyMatch(c -> "-.()".indexOf(c) < 0);
    }

    /** RFC 3261 section 19.1.1: no headers in a Request-URI; and two `@` are two users, as two colons before it are. */
    private static boolean sip(String text, int from) {
        int at = text.indexOf('@');
        if (at >= 0 && !user(text.substring(from, at))) {
            return false;
        }
        SipUri uri = SipUri.parse(text);
        return uri != null && text.indexOf('@', at + 1) < 0 && text.indexOf('?', at + 1) < 0 && host(uri.host());
    }

    private static boolean user(String text) {
        return !text.isEmpty() && text.charAt(0) != ':' && text.indexOf(':') == text.lastIndexOf(':') && bare(text);
    }

    /** Brackets are for addresses (RFC 3986 section 3.2.2). */
    private static boolean bare(String text) {
        return text.indexOf('[') < 0 && text.indexOf(']') < 0;
    }

    private static boolean host(String host) {
        boolean address = host.startsWith("[") && host.endsWith("]");
        String plain = address ? host.substring(1, host.length() - 1) : host;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            boolean good = address ? Character.digit(c, 16) >= 0 || c == ':' : Character.isLetterOrDigit(c);
            if (!good && c != '.' && (address || c != '-' && c != '_')) {
                return false;
            }
        }
        return !plain.isEmpty();
    }

    private static boolean scheme(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && (i == 0 || "0123456789+-.".indexOf(c) < 0)) {
                return false;
            }
        }
        return true;
    }

    /** RFC 3986 section 2: ASCII that can be printed, without the delimiters of what stands around it; whole escapes. */
    private static boolean written(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || "<>\"\\^`{|}".indexOf(c) >= 0 || c == '%' && !escape(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean escape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }
}
