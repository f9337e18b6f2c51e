package io.tollgate.phone;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The client's end of a WebSocket (RFC 6455), frame by frame: for what no library would send. Answers pings by itself.
 *
 * <p>Not thread-safe: one script, one thread; waiting blocks it, as long as the socket's time-out says.
 */
public final class WebSocketWire {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int SWITCHING = 101;
    private static final int MASK = 0x5A3C_0F1E;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** Over a TCP or TLS connection that is open; nothing is said yet. */
    public WebSocketWire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** A WebSocket that speaks SIP (RFC 7118). */
    public static WebSocketWire sip(Socket socket) throws IOException {
        WebSocketWire wire = new WebSocketWire(socket);
        int status = wire.open("Sec-WebSocket-Protocol: sip");
        if (status != SWITCHING) {
            throw new IOException("the opening handshake was answered " + status);
        }
        return wire;
    }

    /** Makes the opening handshake; gives the HTTP status. */
    public int open(String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET /sip HTTP/1.1\r\nHost: tollgate\r\nUpgrade: websocket\r\n")
                .append("Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                .append("Sec-WebSocket-Version: 13\r\n");
        List.of(headers).forEach(header -> request.append(header).append("\r\n"));
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        StringBuilder response = new StringBuilder();
        while (response.indexOf("\r\n\r\n") < 0) {
            response.append((char) in.readUnsignedByte());
        }
        return Integer.parseInt(response.substring(9, 12));
    }

    Socket socket() {
        return socket;
    }

    /** One frame, masked as a client's must be. */
    public void send(int opcode, boolean last, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (opcode | (last ? 0x80 : 0)));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK >>> 8 * (3 - i % 4)));
        }
        out.write(frame.array(), 0, frame.position());
    }

    /** Waits for the next whole message; empty when a close frame came or the connection ended. */
    public Optional<byte[]> receive() throws IOException {
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0F;
                int length = in.readUnsignedByte();
                long whole = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
                byte[] payload = in.readNBytes(Math.toIntExact(whole));
                if (opcode == CLOSE) {
                    return Optional.empty();
                } else if (opcode == PING) {
                    send(PONG, true, payload);
                } else if (opcode != PONG) {
                    return Optional.of(payload);
                }
            }
        } catch (EOFException ended) {
            return Optional.empty();
        }
    }
}
