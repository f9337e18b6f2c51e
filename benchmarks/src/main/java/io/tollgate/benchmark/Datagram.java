package io.tollgate.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One UDP datagram of a capture file (the classic format, which both tools write): IPv4 on loopback, which Linux shows as
 * Ethernet.
 *
 * @param epochMicros the kernel's stamp, UTC
 */
record Datagram(long epochMicros, int sourcePort, int destinationPort, String text) {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int ETHERNET_HEADER = 14;
    private static final int UDP_HEADER = 8;
    private static final int UDP = 17;

    /** All datagrams of a file, in its order; a record that was cut off at the end is left out. */
    static List<Datagram> readAll(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        boolean little = isMagic(bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(0));
        bytes.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int magic = bytes.getInt(0);
        if (!isMagic(magic)) {
            throw new IOException("no capture file: " + file);
        }
        List<Datagram> found = new ArrayList<>();
        bytes.position(FILE_HEADER);
        while (bytes.remaining() >= RECORD_HEADER) {
            long micros = bytes.getInt() * 1_000_000L;
            int fraction = bytes.getInt();
            micros += magic == NANOSECONDS ? fraction / 1_000 : fraction;
            int length = bytes.getInt();
            bytes.getInt();
            if (bytes.remaining() < length) {
                break;
            }
            ByteBuffer frame = bytes.slice(bytes.position(), length).order(ByteOrder.BIG_ENDIAN);
            bytes.position(bytes.position() + length);
            add(micros, frame, found);
        }
        return found;
    }

    private static boolean isMagic(int magic) {
        return magic == MICROSECONDS || magic == NANOSECONDS;
    }

    private static void add(long micros, ByteBuffer frame, List<Datagram> found) {
        if (frame.remaining() < ETHERNET_HEADER + 20 || frame.get(ETHERNET_HEADER + 9) != UDP) {
            return;
        }
        int udp = ETHERNET_HEADER + (frame.get(ETHERNET_HEADER) & 0x0f) * 4;
        if (frame.remaining() < udp + UDP_HEADER) {
            return;
        }
        byte[] payload = new byte[frame.remaining() - udp - UDP_HEADER];
        frame.get(udp + UDP_HEADER, payload);
        found.add(new Datagram(
                micros,
                Short.toUnsignedInt(frame.getShort(udp)),
                Short.toUnsignedInt(frame.getShort(udp + 2)),
                new String(payload, StandardCharsets.UTF_8)));
    }
}
