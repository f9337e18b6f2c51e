package io.tollgate.gateway.token;

import java.util.ArrayList;
import java.util.List;

/**
 * The secrets that all gateways of a cluster share: the first signs, each verifies, so that a key can be exchanged
 * while calls run (write the new one in front, restart the gateways one by one, drop the old one later).
 *
 * <p>Immutable; never shows a secret.
 */
public final class TokenKeys {
    /** Fewest octets of a key. */
    public static final int FEWEST_OCTETS = 16;

    private static final int MOST_KEYS = 2;

    private final List<byte[]> secrets;

    /**
     * @param secrets one or two keys, the signing one first
     * @throws IllegalArgumentException when there are none, more, or one is too short
     */
    public TokenKeys(List<byte[]> secrets) {
        if (secrets.isEmpty() || secrets.size() > MOST_KEYS) {
            throw new IllegalArgumentException("one or two keys are needed, not " + secrets.size());
        }
        List<byte[]> copies = new ArrayList<>();
        for (byte[] secret : secrets) {
            if (secret.length < FEWEST_OCTETS) {
                throw new IllegalArgumentException("a key has " + FEWEST_OCTETS + " octets or more");
            }
            copies.add(secret.clone());
        }
        this.secrets = List.copyOf(copies);
    }

    int count() {
        return secrets.size();
    }

    byte[] secret(int index) {
        return secrets.get(index).clone();
    }

    @Override
    public String toString() {
        return "TokenKeys[" + secrets.size() + "]";
    }
}
