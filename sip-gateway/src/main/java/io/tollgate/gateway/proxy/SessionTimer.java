package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a session lives unless it is refreshed, as the 2xx that agreed on it says (RFC 4028 section 4). Stateless. */
final class SessionTimer {
    private static final int MOST_DIGITS = 9;

    private SessionTimer() {}

    /** Null: the session has no timer, or none that can be read. */
    static @Nullable Duration interval(SipMessage success) {
        String value = success.header(HeaderName.SESSION_EXPIRES);
        if (value == null) {
            return null;
        }
        int end = value.indexOf(';');
        String digits = (end < 0 ? value : value.substring(0, end)).strip();
        boolean number = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        long seconds = number ? Long.parseLong(digits) : 0;
        return seconds == 0 ? null : Duration.ofSeconds(seconds);
    }
}
