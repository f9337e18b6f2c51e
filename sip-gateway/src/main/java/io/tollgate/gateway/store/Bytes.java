package io.tollgate.gateway.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Keys: texts, and numbers whose order as bytes is their own. No state. */
final class Bytes {
    private Bytes() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Big-endian: the database sorts keys byte by byte. */
    static byte[] index(long index) {
        return ByteBuffer.allocate(Long.BYTES).putLong(index).array();
    }

    static long index(byte[] key) {
        return ByteBuffer.wrap(key).getLong();
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        if (key.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (key[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
