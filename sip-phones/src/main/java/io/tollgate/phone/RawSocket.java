package io.tollgate.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A socket for real message text: what no phone would say, said word for word.
 *
 * <p>Text blocks are written with plain line ends; {@code [local]} becomes this socket's {@code host:port},
 * {@code [branch]} a fresh branch, {@code [length]} the length of the body. Nothing is answered or repeated by itself.
 *
 * <p>Not thread-safe: one script, one thread; waiting blocks it.
 */
public final class RawSocket implements AutoCloseable {
    private static final int MOST_BYTES = 65_535;
    private static final int REMEMBERED = 10_000;

    private final @Nullable DatagramSocket udp;
    private final @Nullable Socket tcp;
    private final @Nullable WebSocketWire web;
    private final StreamFramer framer = new StreamFramer();
    private final Deque<byte[]> framed = new ArrayDeque<>();
    private final Deque<Sighting> untaken = new ArrayDeque<>();
    private final Transcript transcript = new Transcript(REMEMBERED);
    private final Repeats repeats = new Repeats();

    private RawSocket(@Nullable DatagramSocket udp, @Nullable Socket tcp, @Nullable WebSocketWire web) {
        this.udp = udp;
        this.tcp = tcp;
        this.web = web;
    }

    /** A UDP socket on any port of 127.0.0.1. */
    public static RawSocket udp() {
        return udp("127.0.0.1");
    }

    /** A UDP socket on any port of this address, e.g. another of 127.0.0.0/8. */
    public static RawSocket udp(String host) {
        try {
            return new RawSocket(new DatagramSocket(new InetSocketAddress(host, 0)), null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A TCP connection to {@code peer}. */
    public static RawSocket tcp(InetSocketAddress peer) {
        try {
            Socket socket = new Socket(peer.getAddress(), peer.getPort());
            socket.setTcpNoDelay(true);
            return over(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a connection that is open already, of TCP or TLS, whoever opened it. */
    public static RawSocket over(Socket stream) {
        return new RawSocket(null, stream, null);
    }

    /** On a WebSocket that is open already, a text frame for each message. */
    public static RawSocket over(WebSocketWire web) {
        return new RawSocket(null, web.socket(), web);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) (udp == null ? peerOfTcp().getLocalSocketAddress() : udp.getLocalSocketAddress());
    }

    public Transcript transcript() {
        return transcript;
    }

    /** Sends over UDP to {@code to}; gives what was sent, filled in. */
    public Sighting send(InetSocketAddress to, String text) {
        byte[] bytes = filledIn(text).getBytes(StandardCharsets.UTF_8);
        sendBytes(to, bytes);
        return sent(Hop.udp(to), bytes);
    }

    /** Sends on the TCP connection; gives what was sent, filled in. */
    public Sighting send(String text) {
        byte[] bytes = filledIn(text).getBytes(StandardCharsets.UTF_8);
        try {
            if (web == null) {
                peerOfTcp().getOutputStream().write(bytes);
            } else {
                web.send(WebSocketWire.TEXT, true, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sent(Hop.tcp((InetSocketAddress) peerOfTcp().getRemoteSocketAddress()), bytes);
    }

    /** Sends bytes that are no text, as they are, over UDP. */
    public void sendBytes(InetSocketAddress to, byte[] bytes) {
        if (udp == null) {
            throw new IllegalStateException("this is a TCP socket");
        }
        try {
            udp.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the first message that matches and was not given out; others stay for later. */
    public Sighting await(String what, Duration within, Predicate<Sighting> wanted) {
        long deadline = System.nanoTime() + within.toNanos();
        for (Sighting came : untaken) {
            if (wanted.test(came)) {
                untaken.remove(came);
                return came;
            }
        }
        while (true) {
            long left = deadline - System.nanoTime();
            Sighting came = left <= 0 ? null : receive(left);
            if (came == null) {
                throw new NotSeen("did not see " + what + " within " + within + "; seen instead:\n"
                        + transcript.print(sighting -> true));
            }
            if (wanted.test(came)) {
                return came;
            }
            untaken.add(came);
        }
    }

    /** Waits for a response with this status. */
    public Sighting awaitStatus(int status) {
        return await("a " + status, Call.PATIENCE, sighting -> sighting.status() == status);
    }

    /** Waits for a request of this method. */
    public Sighting awaitRequest(String method) {
        return await("a " + method, Call.PATIENCE, sighting -> sighting.isRequest(method));
    }

    /** Listens for that long and fails if a message comes that matches. */
    public void awaitNothing(String what, Duration within, Predicate<Sighting> unwanted) {
        Sighting came;
        try {
            came = await(what, within, unwanted);
        } catch (NotSeen asHoped) {
            return;
        }
        throw new NotSeen("did not want " + what + ", but there came:\n" + came.text());
    }

    /** The response to a request that was received: its Via, From, To, Call-ID and CSeq, then {@code more} lines. */
    public static String response(Sighting request, String statusLine, String toTag, String... more) {
        StringBuilder text = new StringBuilder("SIP/2.0 ").append(statusLine).append('\n');
        for (String name : new String[] {"Via", "Record-Route", "From", "To", "Call-ID", "CSeq"}) {
            for (String value : request.headers(name)) {
                boolean tagMissing =
                        name.equals("To") && !toTag.isEmpty() && request.toTag().isEmpty();
                text.append(name).append(": ").append(value).append(tagMissing ? ";tag=" + toTag : "");
                text.append('\n');
            }
        }
        for (String line : more) {
            text.append(line).append('\n');
        }
        return text.append("Content-Length: 0\n\n").toString();
    }

    private @Nullable Sighting receive(long nanos) {
        int millis = (int) Math.max(1, nanos / 1_000_000);
        try {
            return udp == null ? receiveTcp(millis) : receiveUdp(udp, millis);
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException | StreamFramer.BadFraming e) {
            throw new NotSeen("the socket broke: " + e + "; seen before:\n" + transcript.print(sighting -> true));
        }
    }

    private Sighting receiveUdp(DatagramSocket socket, int millis) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        socket.setSoTimeout(millis);
        socket.receive(packet);
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        return received(Hop.udp((InetSocketAddress) packet.getSocketAddress()), bytes);
    }

    private Sighting receiveTcp(int millis) throws IOException, StreamFramer.BadFraming {
        Socket socket = peerOfTcp();
        byte[] chunk = new byte[MOST_BYTES];
        while (framed.isEmpty()) {
            socket.setSoTimeout(millis);
            if (web != null) {
                framed.add(web.receive().orElseThrow(() -> new IOException("closed by the peer")));
                continue;
            }
            int read = socket.getInputStream().read(chunk);
            if (read < 0) {
                throw new IOException("closed by the peer");
            }
            framed.addAll(framer.feed(ByteBuffer.wrap(chunk, 0, read)));
        }
        return received(Hop.tcp((InetSocketAddress) socket.getRemoteSocketAddress()), framed.remove());
    }

    /** Whether the peer has closed the TCP connection, waiting for it. */
    public boolean closedByPeer(Duration within) {
        try {
            Sighting came = receive(within.toNanos());
            return came != null && closedByPeer(within);
        } catch (NotSeen broken) {
            return true;
        }
    }

    private Socket peerOfTcp() {
        if (tcp == null) {
            throw new IllegalStateException("this is a UDP socket");
        }
        return tcp;
    }

    private Sighting sent(Hop to, byte[] bytes) {
        boolean repeated = repeats.isRepeat(Sighting.Direction.SENT, to, bytes);
        return remember(Sighting.Direction.SENT, to, bytes, repeated);
    }

    private Sighting received(Hop from, byte[] bytes) {
        boolean repeated = repeats.isRepeat(Sighting.Direction.RECEIVED, from, bytes);
        return remember(Sighting.Direction.RECEIVED, from, bytes, repeated);
    }

    private Sighting remember(Sighting.Direction direction, Hop peer, byte[] bytes, boolean repeated) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Sighting sighting = new Sighting(direction, peer, Moment.now(), text, repeated, false);
        transcript.add(sighting);
        return sighting;
    }

    private String filledIn(String text) {
        String lines = text.replace("\r\n", "\n");
        int end = lines.indexOf("\n\n");
        String body = end < 0 ? "" : lines.substring(end + 2).replace("\n", "\r\n");
        String head = (end < 0 ? lines.stripTrailing() : lines.substring(0, end)).replace("\n", "\r\n");
        return head.replace("[local]", Hop.hostPort(address()))
                        .replace("[branch]", Ids.branch())
                        .replace("[length]", String.valueOf(body.getBytes(StandardCharsets.UTF_8).length))
                + "\r\n\r\n" + body;
    }

    @Override
    public void close() {
        try {
            if (udp != null) {
                udp.close();
            }
            if (tcp != null) {
                tcp.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
