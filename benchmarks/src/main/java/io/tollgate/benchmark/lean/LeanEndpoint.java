package io.tollgate.benchmark.lean;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.Reply;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Span;
import io.tollgate.gateway.wire.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A UDP socket and its one thread, which reads, sends what is due, and takes orders. It reads messages by the gateway's
 * wire view: a load is no oracle.
 */
abstract class LeanEndpoint implements AutoCloseable {
    private static final int SOCKET_BYTES = 8 << 20;
    private static final int BEAT_MILLIS = 2;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final DatagramChannel channel;
    private final Selector selector;
    private final InetSocketAddress local;
    private final Thread thread;
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_535);
    private final AtomicLong unreadable = new AtomicLong();
    private long tickedNanos = System.nanoTime();
    private volatile boolean open = true;

    LeanEndpoint(String name, String host) {
        try {
            channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BYTES);
            channel.bind(new InetSocketAddress(host, 0));
            channel.configureBlocking(false);
            local = (InetSocketAddress) channel.getLocalAddress();
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    final InetSocketAddress local() {
        return local;
    }

    final String hostPort() {
        return local.getAddress().getHostAddress() + ":" + local.getPort();
    }

    /** Has the thread do something. */
    final void order(Runnable task) {
        orders.add(task);
    }

    /** Messages that were no SIP, or no answer to anything. */
    public final long unreadable() {
        return unreadable.get();
    }

    abstract void request(SipMessage request, Flow from);

    abstract void response(SipMessage response);

    /** Comes every two milliseconds or more often. */
    abstract void beat(long nowNanos);

    /** Comes every 50 milliseconds. */
    abstract void tick(long nowNanos);

    private void run() {
        try {
            while (open) {
                selector.select(key -> read(), BEAT_MILLIS);
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
                long now = System.nanoTime();
                beat(now);
                if (now - tickedNanos >= TICK_NANOS) {
                    tickedNanos = now;
                    tick(now);
                }
            }
            channel.close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try {
            buffer.clear();
            for (var from = channel.receive(buffer); from != null; from = channel.receive(buffer)) {
                byte[] bytes = new byte[buffer.flip().remaining()];
                buffer.get(bytes);
                buffer.clear();
                take(bytes, Flow.to(Transport.UDP, local, (InetSocketAddress) from));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(byte[] bytes, Flow from) {
        try {
            SipMessage message = SipMessage.parse(bytes);
            if (message.isRequest()) {
                request(message, from);
            } else {
                response(message);
            }
        } catch (MalformedMessage e) {
            unreadable.incrementAndGet();
        }
    }

    final void send(byte[] message, InetSocketAddress to) {
        try {
            channel.send(ByteBuffer.wrap(message), to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final void reply(SipMessage request, Flow from, int status, String tag, String headers) {
        send(Reply.to(request, from, status, tag, headers), from.remote());
    }

    static List<String> elements(SipMessage message, HeaderName name) {
        List<String> texts = new ArrayList<>(2);
        for (Span element : message.elements(name)) {
            texts.add(message.text(element));
        }
        return texts;
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
