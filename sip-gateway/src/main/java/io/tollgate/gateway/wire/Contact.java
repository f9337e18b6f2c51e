package io.tollgate.gateway.wire;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One element of a Contact header (RFC 3261 section 20.10). Immutable.
 *
 * @param element as written
 */
public record Contact(String element) {
    private static final int DEFAULT_SECONDS = 3_600;
    private static final Pattern METHOD = Pattern.compile("(?i);method(=[^;]*)?(?=;|$)");

    /** {@code *}: all contacts. */
    public boolean isAll() {
        return element.equals("*");
    }

    /** Its URI as written. */
    public String uri() {
        return SipUri.textOfElement(element);
    }

    /**
     * Its URI as the Request-URI of what is sent there: without headers and `method`, which may stand in a Contact and not in
     * that (RFC 3261 section 19.1.1); null where it is none.
     */
    public @Nullable String target() {
        String text = uri();
        int headers = text.indexOf('?', Math.max(0, text.indexOf('@')));
        String whole = headers < 0 ? text : text.substring(0, headers);
        SipUri uri = SipUri.parse(whole);
        if (uri == null || !RequestUri.passable(whole)) {
            return null;
        }
        int parameters = whole.length() - uri.parameters().length();
        return whole.substring(0, parameters) + METHOD.matcher(uri.parameters()).replaceAll("");
    }

    /** The value of a parameter of the header, not of the URI: null where it is missing, empty where it has none. */
    public @Nullable String parameter(String lowerName) {
        byte[] bytes = Ascii.bytes(element);
        return Parameters.value(bytes, Parameters.afterAddress(bytes, 0, bytes.length), bytes.length, lowerName);
    }

    /** Seconds that {@code expires} says, or null without it. */
    public @Nullable Long expires() {
        String text = parameter("expires");
        return text == null ? null : seconds(text);
    }

    /** Delta-seconds; what is none counts as an hour (RFC 3261 section 20.10). */
    public static long seconds(String text) {
        byte[] bytes = Ascii.bytes(text);
        long seconds = Ascii.number(bytes, 0, bytes.length);
        return seconds < 0 ? DEFAULT_SECONDS : seconds;
    }
}
