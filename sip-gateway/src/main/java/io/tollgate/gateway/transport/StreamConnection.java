package io.tollgate.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.tollgate.gateway.config.StreamLimits;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One stream connection from its first intent to its end: what it delivers, what waits for it, and since when it owes us
 * something.
 *
 * <p>{@link #offer}, {@link #close} and {@link #overdue} are for all threads; the rest runs on its event loop.
 */
final class StreamConnection extends ChannelInboundHandlerAdapter {
    private static final long NOT = Long.MIN_VALUE;
    private static final byte[] PONG = {'\r', '\n'};

    private final long id;
    private final Transport transport;
    private final boolean opened;
    private final InetSocketAddress remote;
    private final StreamLimits limits;
    private final StreamConnections owner;
    private final StreamLayers layers;
    private final Outlet outlet;
    private final MessageCutter cutter;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicReference<@Nullable CloseReason> closing = new AtomicReference<>();
    private volatile @Nullable Channel channel;
    private volatile @Nullable Flow flow;
    private volatile long readAtNanos;
    private volatile long owesMessageSinceNanos;
    private volatile long owesReadingSinceNanos = NOT;

    /** Whether a whole message came since the last look; event loop only. */
    private boolean messageCame;

    StreamConnection(
            long id,
            Transport transport,
            boolean opened,
            InetSocketAddress remote,
            StreamLimits limits,
            StreamConnections owner,
            StreamLayers layers,
            long nowNanos) {
        this.id = id;
        this.transport = transport;
        this.opened = opened;
        this.remote = remote;
        this.limits = limits;
        this.owner = owner;
        this.layers = layers;
        this.readAtNanos = nowNanos;
        this.owesMessageSinceNanos = opened ? NOT : nowNanos;
        this.outlet = new Outlet(
                limits.queuedMessages(), limits.queuedBytes(), outgoing -> layers.wrapped(outgoing.message()));
        this.cutter = layers.cutter(limits, this::pong, this::close);
    }

    long id() {
        return id;
    }

    boolean opened() {
        return opened;
    }

    InetSocketAddress remote() {
        return remote;
    }

    MessageCutter cutter() {
        return cutter;
    }

    /** True for one caller only: it has to connect. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    boolean offer(Outgoing outgoing) {
        return outlet.offer(outgoing);
    }

    /** Says why it will end, which somebody else sees to; the first reason counts. */
    void closes(CloseReason reason) {
        closing.compareAndSet(null, reason);
    }

    /** Ends it; the first reason counts. */
    void close(CloseReason reason) {
        closing.compareAndSet(null, reason);
        Channel current = channel;
        if (current != null) {
            current.close();
        }
    }

    /** Ends it after what waits was written, as far as the kernel takes it. */
    void finish() {
        closing.compareAndSet(null, CloseReason.SHUTDOWN);
        Channel current = channel;
        if (current != null) {
            current.eventLoop().execute(() -> {
                outlet.finish(SendFault.CLOSED);
                current.close();
            });
        } else {
            outlet.close(SendFault.CLOSED);
        }
    }

    /** No connection came about; what waited for it learns so. */
    void failWaiting() {
        outlet.close(SendFault.UNREACHABLE);
    }

    CloseReason closeReason() {
        CloseReason reason = closing.get();
        return reason == null ? CloseReason.PEER : reason;
    }

    /** Why this connection is to be closed by now, if it is. */
    @Nullable
    CloseReason overdue(long nowNanos) {
        if (elapsed(owesMessageSinceNanos, nowNanos) > limits.messageTimeout().toNanos()) {
            return CloseReason.SLOW;
        }
        if (elapsed(owesReadingSinceNanos, nowNanos) > limits.writeTimeout().toNanos()) {
            return CloseReason.UNREAD;
        }
        return elapsed(readAtNanos, nowNanos) > limits.idleTimeout().toNanos() ? CloseReason.IDLE : null;
    }

    private static long elapsed(long since, long now) {
        return since == NOT ? -1 : now - since;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Channel active = context.channel();
        channel = active;
        if (closing.get() != null) {
            active.close();
            return;
        }
        owner.onActive(this);
        if (!layers.handshakes()) {
            open(active);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (layers.begins(event)) {
            open(context.channel());
        } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            close(CloseReason.NO_TLS);
        }
    }

    /** SIP may flow from now on. */
    private void open(Channel active) {
        InetSocketAddress local = (InetSocketAddress) active.localAddress();
        flow = new Flow(transport, local, remote, id, opened);
        owner.onOpen(this);
        outlet.open(active);
        Object ping = layers.ping();
        if (ping != null) {
            long everyNanos = layers.pingEvery().toNanos();
            Future<?> pings =
                    active.eventLoop().scheduleAtFixedRate(this::ping, everyNanos, everyNanos, TimeUnit.NANOSECONDS);
            active.closeFuture().addListener(closed -> pings.cancel(false));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        messageCame = true;
        Flow from = flow;
        if (from == null) {
            throw new IllegalStateException("read before active");
        }
        owner.onMessage(from, (byte[]) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        long now = System.nanoTime();
        readAtNanos = now;
        if (cutter.midMessage()) {
            if (messageCame || owesMessageSinceNanos == NOT) {
                owesMessageSinceNanos = now;
            }
        } else if (messageCame) {
            owesMessageSinceNanos = NOT;
        }
        messageCame = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            owesReadingSinceNanos = NOT;
            outlet.resume();
        } else {
            owesReadingSinceNanos = System.nanoTime();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        owner.onClosed(this, flow);
        outlet.close(SendFault.CONNECTION_LOST);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(layers.reason(cause));
    }

    private void pong() {
        owner.onKeepAlive();
        Channel current = channel;
        if (current != null && current.isWritable()) {
            current.writeAndFlush(layers.wrapped(PONG));
        }
    }

    private void ping() {
        Channel current = channel;
        Object ping = layers.ping();
        if (current != null && ping != null && current.isWritable()) {
            current.writeAndFlush(ping);
        }
    }
}
