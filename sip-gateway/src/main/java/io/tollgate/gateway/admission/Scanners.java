package io.tollgate.gateway.admission;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Knows scanners by what they call themselves: most do not take the trouble to lie. Immutable. */
public final class Scanners {
    private final byte[][] patterns;
    /** Which bytes any pattern begins with, in both cases: nearly every byte of an honest name is passed over by this. */
    private final boolean[] first = new boolean[256];

    /** Those that carry one of these in their name, in any case. */
    public Scanners(List<String> agents) {
        this.patterns = agents.stream()
                .map(agent -> agent.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1))
                .filter(pattern -> pattern.length > 0)
                .toArray(byte[][]::new);
        for (byte[] pattern : patterns) {
            first[pattern[0] & 0xFF] = true;
            first[Character.toUpperCase((char) (pattern[0] & 0xFF)) & 0xFF] = true;
        }
    }

    /** Whether one of them stands in this stretch. */
    public boolean match(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (first[bytes[at] & 0xFF] && anyAt(bytes, at, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyAt(byte[] bytes, int at, int to) {
        for (byte[] pattern : patterns) {
            if (pattern.length <= to - at && matches(bytes, at, pattern)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int at, byte[] pattern) {
        for (int i = 0; i < pattern.length; i++) {
            int one = bytes[at + i];
            int lower = one >= 'A' && one <= 'Z' ? one + ('a' - 'A') : one;
            if (lower != pattern[i]) {
                return false;
            }
        }
        return true;
    }
}
