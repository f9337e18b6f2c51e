package io.tollgate.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endpoint's sockets: UDP and TCP on one port. Opened by any thread, then owned by the loop.
 *
 * <p>Datagrams are read in bursts and stamped before the first of them is worked on, so that a busy phone does not
 * report its own delay as the network's.
 */
final class Link {
    /** Gets each message; {@code at} is when it was read from the socket. */
    interface Receiver {
        void received(byte[] bytes, Hop from, Moment at);
    }

    private record Packet(byte[] bytes, Hop from, Moment at) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(Link.class);
    private static final int BURST = 64;
    private static final int SOCKET_BYTES = 4 * 1024 * 1024;
    private static final int TRIES = 50;
    private static final int MOST_CONNECTIONS = 4_096;

    private final Loop loop;
    private final Receiver receiver;
    private final DatagramChannel udp;
    private final ServerSocketChannel tcp;
    private final InetSocketAddress address;
    private final ByteBuffer buffer = ByteBuffer.allocate(65_535);
    private final Map<InetSocketAddress, Connection> connections = new HashMap<>();

    private Link(
            Loop loop, Receiver receiver, DatagramChannel udp, ServerSocketChannel tcp, InetSocketAddress address) {
        this.loop = loop;
        this.receiver = receiver;
        this.udp = udp;
        this.tcp = tcp;
        this.address = address;
    }

    /** Binds both sockets; port 0 takes one that is free on both. */
    static Link bind(Loop loop, InetSocketAddress bind, Receiver receiver) {
        for (int tried = 1; ; tried++) {
            try {
                return bindBoth(loop, bind, receiver);
            } catch (BindException e) {
                if (bind.getPort() != 0 || tried == TRIES) {
                    throw new UncheckedIOException(e);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Link bindBoth(Loop loop, InetSocketAddress bind, Receiver receiver) throws IOException {
        ServerSocketChannel tcp = ServerSocketChannel.open();
        DatagramChannel udp = DatagramChannel.open();
        try {
            tcp.bind(bind, 512);
            InetSocketAddress address = (InetSocketAddress) tcp.getLocalAddress();
            udp.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
            udp.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BYTES);
            udp.bind(address);
            return new Link(loop, receiver, udp, tcp, address);
        } catch (IOException e) {
            tcp.close();
            udp.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** Sends on the open connection where there is one; what cannot be sent is logged and lost, as on a network. */
    void send(Hop to, byte[] bytes) {
        try {
            if (to.transport() == Hop.Transport.UDP) {
                if (udp.send(ByteBuffer.wrap(bytes), to.address()) == 0) {
                    LOGGER.atWarn().addKeyValue("to", to).log("the UDP send buffer is full; a message is lost");
                }
            } else {
                Connection connection = connections.get(to.address());
                if (connection == null) {
                    connect(to, bytes);
                } else {
                    connection.send(bytes);
                }
            }
        } catch (IOException e) {
            LOGGER.atWarn()
                    .addKeyValue("to", to)
                    .addKeyValue("fault", e.getMessage())
                    .log("a message could not be sent");
        }
    }

    boolean connectedTo(Hop to) {
        return connections.containsKey(to.address());
    }

    /** Closes every TCP connection; the listener stays. */
    void dropConnections() {
        for (Connection connection : List.copyOf(connections.values())) {
            connection.close();
        }
    }

    void listen() {
        try {
            loop.register(udp, SelectionKey.OP_READ, key -> readDatagrams());
            loop.register(tcp, SelectionKey.OP_ACCEPT, key -> accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readDatagrams() {
        List<Packet> burst = new ArrayList<>();
        try {
            while (burst.size() < BURST) {
                buffer.clear();
                var from = (InetSocketAddress) udp.receive(buffer);
                if (from == null) {
                    break;
                }
                byte[] bytes = new byte[buffer.flip().remaining()];
                buffer.get(bytes);
                burst.add(new Packet(bytes, Hop.udp(from), Moment.now()));
            }
        } catch (IOException e) {
            LOGGER.atDebug().setCause(e).log("reading datagrams");
        }
        for (Packet packet : burst) {
            receiver.received(packet.bytes(), packet.from(), packet.at());
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = tcp.accept(); channel != null; channel = tcp.accept()) {
                if (connections.size() >= MOST_CONNECTIONS) {
                    channel.close();
                } else {
                    adopt(channel, (InetSocketAddress) channel.getRemoteAddress(), SelectionKey.OP_READ);
                }
            }
        } catch (IOException e) {
            LOGGER.atDebug().setCause(e).log("accepting a connection");
        }
    }

    private void connect(Hop to, byte[] first) throws IOException {
        SocketChannel channel = SocketChannel.open();
        // From the phone's own address, as its datagrams are: else it would be another source to who receives both.
        channel.bind(new InetSocketAddress(address.getAddress(), 0));
        channel.configureBlocking(false);
        boolean connected = channel.connect(to.address());
        Connection connection =
                adopt(channel, to.address(), connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
        connection.send(first);
    }

    private Connection adopt(SocketChannel channel, InetSocketAddress remote, int operations) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Connection connection = new Connection(
                channel, Hop.tcp(remote), (bytes, from) -> receiver.received(bytes, from, Moment.now()), this::forget);
        connection.registered(loop.register(channel, operations, connection::ready));
        connections.put(remote, connection);
        return connection;
    }

    private void forget(Connection connection) {
        connections.remove(connection.peer().address(), connection);
    }
}
