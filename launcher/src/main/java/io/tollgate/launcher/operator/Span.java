package io.tollgate.launcher.operator;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write and read them: {@code 2h}, {@code 1h30m}, {@code 7d}. */
final class Span {

    static final String EXPECTED = "a time such as 90s, 30m, 2h, 1h30m or 7d";

    private static final Pattern PARTS =
            Pattern.compile("(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9})s)?");
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Span() {}

    /** @throws IllegalArgumentException if it is none, or nothing */
    static Duration parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        long seconds = part(parts, 1) * DAY + part(parts, 2) * HOUR + part(parts, 3) * MINUTE + part(parts, 4);
        if (seconds == 0) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return Duration.ofSeconds(seconds);
    }

    /** The two largest units: {@code 2h 05m}; what is less than a second is left out. */
    static String text(Duration span) {
        if (span.isNegative()) {
            return "0s";
        }
        long seconds = span.toSeconds();
        if (seconds < MINUTE) {
            return seconds + "s";
        }
        if (seconds < HOUR) {
            return two(seconds / MINUTE, "m", seconds % MINUTE, "s");
        }
        if (seconds < DAY) {
            return two(seconds / HOUR, "h", seconds % HOUR / MINUTE, "m");
        }
        return two(seconds / DAY, "d", seconds % DAY / HOUR, "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + " " + (small < 10 ? "0" : "") + small + smallUnit;
    }

    private static long part(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
