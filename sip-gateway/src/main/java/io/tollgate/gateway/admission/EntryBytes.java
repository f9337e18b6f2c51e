package io.tollgate.gateway.admission;

import io.tollgate.gateway.identity.Network;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A blacklist entry as some hundred bytes and back; for this process alone, not to be kept. */
final class EntryBytes {
    private static final EntryKind[] KINDS = EntryKind.values();
    private static final BlacklistReason[] REASONS = BlacklistReason.values();
    private static final byte[] NOTHING = {};
    private static final int TEXTS = 3;
    private static final int FIXED = 2 + Long.BYTES + Integer.BYTES + TEXTS * Integer.BYTES + 1;
    private static final int NETWORK = 1 + 2 * Long.BYTES;
    private static final int NO_NETWORK = -1;
    /** Beyond all instants. */
    private static final long NEVER = Long.MAX_VALUE;

    private EntryBytes() {}

    /** Its texts must be valid Unicode, as all are that once were UTF-8. */
    static byte[] of(BlacklistEntry entry) {
        byte[] id = utf8(entry.entryId());
        byte[] account = utf8(entry.account());
        byte[] prefix = utf8(entry.destinationPrefix());
        Network network = entry.sourceNetwork();
        Instant expiresAt = entry.expiresAt();
        ByteBuffer bytes = ByteBuffer.allocate(
                FIXED + id.length + account.length + prefix.length + (network == null ? 0 : NETWORK));
        bytes.put((byte) entry.kind().ordinal()).put((byte) entry.reason().ordinal());
        bytes.putLong(expiresAt == null ? NEVER : expiresAt.getEpochSecond());
        bytes.putInt(expiresAt == null ? 0 : expiresAt.getNano());
        put(bytes, id);
        put(bytes, account);
        put(bytes, prefix);
        if (network == null) {
            bytes.put((byte) NO_NETWORK);
        } else {
            bytes.put((byte) (network.v6() ? 1 : 0)).put((byte) network.length());
            bytes.putLong(network.high()).putLong(network.low());
        }
        return bytes.array();
    }

    private static byte[] utf8(@Nullable String text) {
        return text == null ? NOTHING : text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ByteBuffer bytes, byte[] text) {
        bytes.putInt(text.length).put(text);
    }

    /** What {@link #of} wrote there. */
    static BlacklistEntry read(byte[] page, int from) {
        ByteBuffer bytes = ByteBuffer.wrap(page).position(from);
        EntryKind kind = KINDS[bytes.get()];
        BlacklistReason reason = REASONS[bytes.get()];
        long seconds = bytes.getLong();
        int nanos = bytes.getInt();
        String id = text(bytes);
        String account = text(bytes);
        String prefix = text(bytes);
        int family = bytes.get();
        Network network = null;
        if (family != NO_NETWORK) {
            int length = bytes.get() & 0xFF;
            network = new Network(family == 1, bytes.getLong(), bytes.getLong(), length);
        }
        Instant expiresAt = seconds == NEVER ? null : Instant.ofEpochSecond(seconds, nanos);
        return new BlacklistEntry(id, account, prefix, network, kind, reason, expiresAt);
    }

    private static String text(ByteBuffer bytes) {
        int length = bytes.getInt();
        String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
        bytes.position(bytes.position() + length);
        return text;
    }
}
