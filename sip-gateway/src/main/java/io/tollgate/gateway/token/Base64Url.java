package io.tollgate.gateway.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64url without padding (RFC 4648 section 5): all its characters may stand in URI parameters and Via branches. Reads
 * only the one text that it would write, so that no changed bit goes unseen, and never throws: what strangers send must
 * not cost exceptions. No state.
 */
final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        byte[] alphabet =
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < alphabet.length; i++) {
            VALUES[alphabet[i]] = (byte) i;
        }
    }

    private Base64Url() {}

    static String encoded(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** The octets of the text from this place on; null when it is no such text. */
    static byte @Nullable [] decoded(CharSequence text, int from) {
        int characters = text.length() - from;
        if (characters <= 0 || characters % 4 == 1) {
            return null;
        }
        byte[] bytes = new byte[characters * 6 / 8];
        int bits = 0;
        int held = 0;
        int length = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c < VALUES.length ? VALUES[c] : -1;
            if (value < 0) {
                return null;
            }
            bits = bits << 6 | value;
            held += 6;
            if (held >= Byte.SIZE) {
                held -= Byte.SIZE;
                bytes[length++] = (byte) (bits >>> held);
                bits &= (1 << held) - 1;
            }
        }
        return bits == 0 ? bytes : null;
    }
}
