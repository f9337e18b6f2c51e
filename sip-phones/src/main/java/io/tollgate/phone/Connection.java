package io.tollgate.phone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP connection of a phone, opened by either end. Owned by the endpoint's loop. */
final class Connection {
    private static final Logger LOGGER = LoggerFactory.getLogger(Connection.class);
    private static final int MOST_PENDING_BYTES = 4 * 1024 * 1024;
    private static final int READ_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final Hop peer;
    private final BiConsumer<byte[], Hop> received;
    private final Consumer<Connection> closed;
    private final StreamFramer framer = new StreamFramer();
    private final Deque<ByteBuffer> pending = new ArrayDeque<>();
    private int pendingBytes;
    private @Nullable SelectionKey key;

    Connection(SocketChannel channel, Hop peer, BiConsumer<byte[], Hop> received, Consumer<Connection> closed) {
        this.channel = channel;
        this.peer = peer;
        this.received = received;
        this.closed = closed;
    }

    Hop peer() {
        return peer;
    }

    /** The selector's key for this connection, once it is registered. */
    void registered(SelectionKey own) {
        key = own;
    }

    void send(byte[] bytes) {
        pendingBytes += bytes.length;
        if (pendingBytes > MOST_PENDING_BYTES) {
            LOGGER.atWarn().addKeyValue("peer", peer).log("a TCP peer does not read; closing");
            close();
            return;
        }
        pending.add(ByteBuffer.wrap(bytes));
        if (channel.isConnected()) {
            flush();
        }
    }

    void ready(SelectionKey ready) {
        try {
            if (ready.isConnectable() && channel.finishConnect()) {
                flush();
            }
            if (ready.isValid() && ready.isWritable()) {
                flush();
            }
            if (ready.isValid() && ready.isReadable()) {
                read();
            }
        } catch (IOException | StreamFramer.BadFraming e) {
            LOGGER.atDebug().addKeyValue("peer", peer).setCause(e).log("a TCP connection ended");
            close();
        }
    }

    private void read() throws IOException, StreamFramer.BadFraming {
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        if (channel.read(buffer) < 0) {
            close();
            return;
        }
        for (byte[] message : framer.feed(buffer.flip())) {
            received.accept(message, peer);
        }
    }

    private void flush() {
        try {
            while (!pending.isEmpty()) {
                ByteBuffer first = pending.peek();
                pendingBytes -= channel.write(first);
                if (first.hasRemaining()) {
                    interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
                pending.remove();
            }
            interest(SelectionKey.OP_READ);
        } catch (IOException e) {
            LOGGER.atDebug().addKeyValue("peer", peer).setCause(e).log("a TCP connection broke");
            close();
        }
    }

    private void interest(int operations) {
        if (key != null && key.isValid()) {
            key.interestOps(operations);
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.atDebug().setCause(e).log("closing a TCP connection");
        }
        closed.accept(this);
    }
}
