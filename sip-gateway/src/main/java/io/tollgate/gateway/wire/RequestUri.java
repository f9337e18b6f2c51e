package io.tollgate.gateway.wire;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a Request-URI must be before a request is routed by it (RFC 3261 section 16.3, steps 1 and 2). Stateless.
 *
 * <p>Who reads it otherwise than the next hop sends a call to another destination than the one that was admitted: so a
 * URI that could be read in two ways is no URI, though one could often guess what it was to be. Characters that should be
 * escaped and that nobody takes for something else pass as they came.
 */
public final class RequestUri {
    /** Those that numbers and services are called by; what another scheme means nobody behind us could ask us either. */
    private static final Set<String> SCHEMES = Set.of("sip", "sips", "tel", "urn");

    /** A blank, `#`, `*`, `+` and separators as programs escape them that a number is clicked in. */
    private static final Pattern ESCAPED = Pattern.compile("%(20|2[389abdeABDE])");

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

    /**
     * Whether that of a request inside a dialog may be passed on. It copies the other side's Contact with all that a Request-URI
     * should not have, and its call is admitted; refused, a BYE would leave that up.
     */
    public static boolean passable(SipMessage request) {
        return passable(request.targetText());
    }

    static boolean passable(String text) {
        return text.indexOf(':') > 0 && text.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '<' || c == '>');
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
        String dialled = ESCAPED.matcher(text.substring(from, end < 0 ? text.length() : end))
                .replaceAll(match -> switch (match.group(1).toLowerCase(Locale.ROOT)) {
                    case "23", "2a" -> "#";
                    case "2b" -> "+";
                    default -> "-";
                });
        String number = dialled.startsWith("+") ? dialled.substring(1) : dialled;
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
            if (c > 0x7f || !good && c != '.' && (address || c != '-' && c != '_')) {
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

    /** What can be printed, without the delimiters of what stands around it (RFC 3986 section 2); whole escapes. */
    private static boolean written(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean beyond = c >= 0x7f && !Character.isLetter(c);
            if (c <= ' ' || beyond || "<>\"\\".indexOf(c) >= 0 || c == '%' && !escape(text, i)) {
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
