package io.tollgate.phone;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * Recognises retransmissions: SIP repeats a message unchanged, so the very same text to or from the same peer is one.
 * Keeps 64-bit hashes of the last messages, not the messages. Owned by one endpoint's loop.
 */
final class Repeats {
    private static final int MOST = 100_000;

    private final CRC32 crc = new CRC32();
    private final Adler32 adler = new Adler32();
    private final Map<Long, Boolean> seen = new LinkedHashMap<>(1024) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST;
        }
    };

    boolean isRepeat(Sighting.Direction direction, Hop peer, byte[] text) {
        // Both are native code, fast from the first message on: a cold phone must not be late.
        crc.reset();
        crc.update(text);
        adler.reset();
        adler.update(text);
        long hash = (crc.getValue() << 32 | adler.getValue()) * 31 + peer.hashCode() * 31L + direction.ordinal();
        return seen.put(hash, Boolean.TRUE) != null;
    }
}
