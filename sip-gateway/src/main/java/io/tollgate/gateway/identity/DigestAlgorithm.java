package io.tollgate.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The hashes of digest authentication (RFC 8760); which one an account has is seen from the length of its HA1. */
public enum DigestAlgorithm {
    MD5("MD5", 32),
    SHA_256("SHA-256", 64);

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
    private final String text;
    private final int digits;

    DigestAlgorithm(String text, int digits) {
        this.text = text;
        this.digits = digits;
    }

    /** As challenges write it. */
    public String text() {
        return text;
    }

    /** That of an HA1; null: it is none, and nothing verifies against it. */
    static @Nullable DigestAlgorithm of(String ha1) {
        for (DigestAlgorithm algorithm : values()) {
            if (ha1.length() == algorithm.digits && HEX.matcher(ha1).matches()) {
                return algorithm;
            }
        }
        return null;
    }

    /** In lower-case hexadecimal digits. */
    String hash(String content) {
        try {
            // Not kept: a digest has state, and getting one costs little beside the hash.
            MessageDigest digest = MessageDigest.getInstance(text);
            return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has " + text, absent);
        }
    }
}
