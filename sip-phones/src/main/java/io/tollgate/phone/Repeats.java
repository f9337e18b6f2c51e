package io.tollgate.phone;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Recognises retransmissions: SIP repeats a message unchanged, so the very same text to or from the same peer is one.
 * Keeps 64-bit hashes of the last messages, not the messages. Owned by one endpoint's loop.
 */
final class Repeats {
    private static final int MOST = 100_000;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Map<Long, Boolean> seen = new LinkedHashMap<>(1024) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST;
        }
    };

    boolean isRepeat(Sighting.Direction direction, Hop peer, byte[] text) {
        long hash = FNV_OFFSET ^ direction.ordinal();
        for (byte b : text) {
            hash = (hash ^ b) * FNV_PRIME;
        }
        hash = (hash ^ peer.hashCode()) * FNV_PRIME;
        return seen.put(hash, Boolean.TRUE) != null;
    }
}
