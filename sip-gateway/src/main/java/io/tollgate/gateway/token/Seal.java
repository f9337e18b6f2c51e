package io.tollgate.gateway.token;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 under one key, truncated (RFC 2104 section 5).
 *
 * <p>Not shared: {@link Mac} keeps state.
 */
final class Seal {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final byte[] full;

    Seal(byte[] secret) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException absent) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, absent);
        }
        full = new byte[mac.getMacLength()];
    }

    void update(byte[] bytes, int from, int count) {
        mac.update(bytes, from, count);
    }

    /** Writes the first octets of the MAC over all that came since the last one. */
    void write(byte[] to, int at, int count) {
        finish();
        System.arraycopy(full, 0, to, at, count);
    }

    /** Whether these are the first octets of the MAC over all that came since the last one; in constant time. */
    boolean matches(byte[] bytes, int at, int count) {
        finish();
        return MessageDigest.isEqual(Arrays.copyOf(full, count), Arrays.copyOfRange(bytes, at, at + count));
    }

    private void finish() {
        try {
            mac.doFinal(full, 0);
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException("the buffer has the MAC's length", impossible);
        }
    }
}
