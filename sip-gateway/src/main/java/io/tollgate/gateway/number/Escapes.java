package io.tollgate.gateway.number;

import java.nio.charset.StandardCharsets;

/**
 * Percent escapes of URIs (RFC 3261 section 19.1.4: an escaped character is the character), so that nobody gets another
 * name or destination by spelling it otherwise. No state.
 */
public final class Escapes {
    private Escapes() {}

    /**
     * Decoded once, as UTF-8; an escape that is broken or hides a control character stays as it is, so that none gets
     * into events and logs. Never throws.
     */
    public static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] == '%' && i + 2 < bytes.length ? value(bytes[i + 1], bytes[i + 2]) : -1;
            boolean plain = value >= ' ' && value != 0x7F;
            bytes[length++] = plain ? (byte) value : bytes[i];
            i += plain ? 2 : 0;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static int value(byte high, byte low) {
        int first = Character.digit((char) (high & 0xFF), 16);
        int second = Character.digit((char) (low & 0xFF), 16);
        return first < 0 || second < 0 ? -1 : first << 4 | second;
    }
}
