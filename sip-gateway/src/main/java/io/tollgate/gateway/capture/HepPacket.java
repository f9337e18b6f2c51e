package io.tollgate.gateway.capture;

import io.tollgate.gateway.wire.Flow;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A SIP message in the Homer Encapsulation Protocol, version 3: the letters HEP3, the length of all, and chunks of vendor,
 * type, own length and value, all in network byte order.
 *
 * <p>Immutable; safe for all threads.
 */
final class HepPacket {
    /** Longest packet: what one datagram over IPv4 can carry. */
    static final int LONGEST_BYTES = 65_507;

    private static final byte[] MAGIC = "HEP3".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK_HEADER_BYTES = 6;
    private static final long MICROS_PER_SECOND = 1_000_000;

    // Types of chunks of vendor 0, the generic ones.
    private static final int ADDRESS_FAMILY = 1;
    private static final int IP_PROTOCOL = 2;
    private static final int SOURCE_IPV4 = 3;
    private static final int DESTINATION_IPV4 = 4;
    private static final int SOURCE_IPV6 = 5;
    private static final int DESTINATION_IPV6 = 6;
    private static final int SOURCE_PORT = 7;
    private static final int DESTINATION_PORT = 8;
    private static final int SECONDS = 9;
    private static final int MICROS = 10;
    private static final int PAYLOAD_KIND = 11;
    private static final int CAPTURE_ID = 12;
    private static final int PASSWORD = 14;
    private static final int PAYLOAD = 15;

    private static final byte FAMILY_IPV4 = 2;
    private static final byte FAMILY_IPV6 = 10; // as Linux numbers it, whatever we run on
    private static final byte PROTOCOL_TCP = 6;
    private static final byte PROTOCOL_UDP = 17;
    private static final byte KIND_SIP = 1;

    private final InetAddress self;
    private final long captureId;
    private final byte @Nullable [] password;

    /**
     * @param self what our end is called where the socket is bound to all addresses
     * @param captureId who copies, 32 bits
     * @param password null: none is sent
     */
    HepPacket(InetAddress self, long captureId, @Nullable String password) {
        this.self = self;
        this.captureId = captureId;
        this.password = password == null ? null : password.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes the packet of one message, from position zero, and leaves it ready to be read.
     *
     * @param into of at least {@link #LONGEST_BYTES}
     * @return false if the message is too long for a packet
     */
    boolean write(ByteBuffer into, Copy copy) {
        Flow flow = copy.flow();
        InetSocketAddress peer = flow.remote();
        boolean ipv4 = peer.getAddress() instanceof Inet4Address;
        byte[] ours = address(flow.local().getAddress(), ipv4);
        byte[] theirs = peer.getAddress().getAddress();
        into.clear().limit(LONGEST_BYTES);
        into.put(MAGIC).putShort((short) 0);
        chunk(into, ADDRESS_FAMILY, ipv4 ? FAMILY_IPV4 : FAMILY_IPV6);
        chunk(into, IP_PROTOCOL, flow.transport().reliable() ? PROTOCOL_TCP : PROTOCOL_UDP);
        chunk(into, ipv4 ? SOURCE_IPV4 : SOURCE_IPV6, copy.received() ? theirs : ours);
        chunk(into, ipv4 ? DESTINATION_IPV4 : DESTINATION_IPV6, copy.received() ? ours : theirs);
        int ourPort = flow.local().getPort();
        chunk(into, SOURCE_PORT, (short) (copy.received() ? peer.getPort() : ourPort));
        chunk(into, DESTINATION_PORT, (short) (copy.received() ? ourPort : peer.getPort()));
        chunk(into, SECONDS, (int) (copy.atMicros() / MICROS_PER_SECOND));
        chunk(into, MICROS, (int) (copy.atMicros() % MICROS_PER_SECOND));
        chunk(into, PAYLOAD_KIND, KIND_SIP);
        chunk(into, CAPTURE_ID, (int) captureId);
        if (password != null) {
            chunk(into, PASSWORD, password);
        }
        if (into.remaining() < CHUNK_HEADER_BYTES + copy.message().length) {
            return false;
        }
        chunk(into, PAYLOAD, copy.message());
        into.flip().putShort(MAGIC.length, (short) into.limit());
        return true;
    }

    /** Our end, of the family that the peer's is of. */
    private byte[] address(InetAddress bound, boolean ipv4) {
        InetAddress ours = bound.isAnyLocalAddress() ? self : bound;
        return ours instanceof Inet4Address == ipv4 ? ours.getAddress() : new byte[ipv4 ? 4 : 16];
    }

    private static void chunk(ByteBuffer into, int type, byte value) {
        header(into, type, Byte.BYTES).put(value);
    }

    private static void chunk(ByteBuffer into, int type, short value) {
        header(into, type, Short.BYTES).putShort(value);
    }

    private static void chunk(ByteBuffer into, int type, int value) {
        header(into, type, Integer.BYTES).putInt(value);
    }

    private static void chunk(ByteBuffer into, int type, byte[] value) {
        header(into, type, value.length).put(value);
    }

    private static ByteBuffer header(ByteBuffer into, int type, int valueBytes) {
        return into.putShort((short) 0).putShort((short) type).putShort((short) (CHUNK_HEADER_BYTES + valueBytes));
    }
}
