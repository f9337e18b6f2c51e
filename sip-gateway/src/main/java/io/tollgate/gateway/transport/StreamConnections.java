package io.tollgate.gateway.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.NoopAddressResolverGroup;
import io.tollgate.gateway.config.StreamLimits;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Ip;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All connections of one stream transport: those that peers opened to our port, and those that we opened because
 * something was to be sent.
 *
 * <p>{@link #send} is for all threads. What is sent to an address without naming a connection takes the one that we
 * opened there, else one that came from exactly there, else opens one; at most one is opened to an address at a time.
 */
final class StreamConnections {
    private static final int BACKLOG = 1_024;

    /** A connection may close between the look-up and the offer; a second look finds or opens another. */
    private static final int LOOKS = 3;

    private final IoEngine engine;
    private final EventLoopGroup loops;
    private final Transport transport;
    private final StreamLayers layers;
    private final StreamLimits limits;
    private final MessageSink sink;
    private final TransportCounters counters;
    private final AtomicLong ids;
    private final Channel listener;
    private final InetSocketAddress local;
    private final SourceCounts sources;
    private final AtomicInteger acceptedNow = new AtomicInteger();
    private final ConcurrentHashMap<Long, StreamConnection> byId = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Target, StreamConnection> openedTo = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<InetSocketAddress, StreamConnection> acceptedFrom = new ConcurrentHashMap<>();

    /**
     * Binds without accepting yet. Blocks; only for the start.
     *
     * @param layers what lies between the sockets and SIP
     * @param setting names the address
     * @param ids connection ids, unique over all transports
     */
    StreamConnections(
            IoEngine engine,
            EventLoopGroup loops,
            Transport transport,
            StreamLayers layers,
            String setting,
            InetSocketAddress address,
            StreamLimits limits,
            MessageSink sink,
            TransportCounters counters,
            AtomicLong ids)
            throws ListenFailed {
        this.engine = engine;
        this.loops = loops;
        this.transport = transport;
        this.layers = layers;
        this.limits = limits;
        this.sink = sink;
        this.counters = counters;
        this.ids = ids;
        this.sources = new SourceCounts(limits.connectionsPerSource());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channelFactory(engine.listeners())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .childHandler(new Initializer(this::accept));
        StreamOptions.set(engine, bootstrap::childOption);
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenFailed(setting, address, transport.viaName(), bound.cause());
        }
        this.listener = bound.channel();
        this.local = (InetSocketAddress) listener.localAddress();
    }

    InetSocketAddress local() {
        return local;
    }

    int open() {
        return byId.size();
    }

    void start() {
        listener.config().setAutoRead(true);
        // Four looks within the shortest limit keep each within a quarter of its length.
        long shortest = Math.min(
                limits.messageTimeout().toMillis(),
                Math.min(limits.writeTimeout().toMillis(), limits.idleTimeout().toMillis()));
        long pauseMillis = Math.max(10, Math.min(1_000, shortest / 4));
        loops.next().scheduleWithFixedDelay(this::closeOverdue, pauseMillis, pauseMillis, TimeUnit.MILLISECONDS);
    }

    /** Whether there is a connection for what is sent this way. */
    boolean open(Flow flow) {
        return flow.connection() != Flow.NONE
                ? named(flow) != null
                : openedTo.containsKey(target(flow.remote())) || acceptedFrom.containsKey(flow.remote());
    }

    /** Ids begin anew with each process: one from another life must not lead to somebody else's connection. */
    private @Nullable StreamConnection named(Flow flow) {
        StreamConnection named = byId.get(flow.connection());
        return named == null || !named.remote().equals(flow.remote()) ? null : named;
    }

    void send(Outgoing outgoing) {
        Flow flow = outgoing.flow();
        if (flow.connection() != Flow.NONE) {
            StreamConnection named = named(flow);
            if (named == null) {
                outgoing.fail(SendFault.CONNECTION_GONE);
                return;
            }
            outgoing.takes(named.id());
            if (!named.offer(outgoing)) {
                outgoing.fail(SendFault.CONNECTION_GONE);
            }
            return;
        }
        if (flow.remote().isUnresolved()) {
            outgoing.fail(SendFault.UNREACHABLE);
            return;
        }
        for (int look = 0; look < LOOKS; look++) {
            StreamConnection connection = to(flow.remote());
            if (connection == null) {
                outgoing.fail(layers.opens() ? SendFault.OVERLOADED : SendFault.UNREACHABLE);
                return;
            }
            outgoing.takes(connection.id());
            if (connection.offer(outgoing)) {
                if (connection.opened() && connection.begin()) {
                    connect(connection);
                }
                return;
            }
            openedTo.remove(target(flow.remote()), connection);
            acceptedFrom.remove(flow.remote(), connection);
        }
        outgoing.fail(SendFault.CONNECTION_LOST);
    }

    private @Nullable StreamConnection to(InetSocketAddress remote) {
        Target target = target(remote);
        StreamConnection opened = openedTo.get(target);
        if (opened != null) {
            return opened;
        }
        StreamConnection accepted = target.proven().isEmpty() ? acceptedFrom.get(remote) : null;
        if (accepted != null) {
            return accepted;
        }
        if (!layers.opens() || openedTo.size() >= limits.connections()) {
            return null;
        }
        return openedTo.computeIfAbsent(target, key -> connection(true, remote));
    }

    private Target target(InetSocketAddress remote) {
        return new Target(remote, layers.proves(remote));
    }

    private StreamConnection connection(boolean opened, InetSocketAddress remote) {
        return new StreamConnection(
                ids.incrementAndGet(), transport, opened, remote, limits, this, layers, System.nanoTime());
    }

    private void connect(StreamConnection connection) {
        counters.opened.increment();
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channelFactory(engine.connections())
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(limits.connectTimeout().toMillis()))
                .handler(new Initializer(channel -> {
                    layers.opened(channel.pipeline(), connection.remote());
                    channel.pipeline().addLast(connection.cutter(), connection);
                }));
        StreamOptions.set(engine, bootstrap::option);
        // From the address that peers know us by; a wildcard leaves the choice to the kernel.
        InetSocketAddress from =
                local.getAddress().isAnyLocalAddress() ? null : new InetSocketAddress(local.getAddress(), 0);
        bootstrap.connect(connection.remote(), from).addListener(connected -> {
            if (!connected.isSuccess()) {
                openedTo.remove(target(connection.remote()), connection);
                connection.close(CloseReason.NOT_CONNECTED);
                counters.counter(connection.closeReason()).increment();
                connection.failWaiting();
            }
        });
    }

    private void accept(SocketChannel channel) {
        counters.accepted.increment();
        InetSocketAddress seen = channel.remoteAddress();
        if (seen == null) {
            refuse(channel, CloseReason.PEER);
            return;
        }
        // Netty's own subclass of the address would keep the local one alive in every dialog.
        InetSocketAddress remote = new InetSocketAddress(Ip.unmapped(seen.getAddress()), seen.getPort());
        if (acceptedNow.incrementAndGet() > limits.connections()) {
            acceptedNow.decrementAndGet();
            refuse(channel, CloseReason.TOO_MANY);
        } else if (!sources.take(remote.getAddress())) {
            acceptedNow.decrementAndGet();
            refuse(channel, CloseReason.TOO_MANY_FROM_SOURCE);
        } else {
            StreamConnection connection = connection(false, remote);
            layers.accepted(channel.pipeline(), connection.cutter(), connection::closes);
            channel.pipeline().addLast(connection.cutter(), connection);
        }
    }

    private void refuse(SocketChannel channel, CloseReason reason) {
        counters.counter(reason).increment();
        channel.close();
    }

    void onActive(StreamConnection connection) {
        byId.put(connection.id(), connection);
    }

    void onOpen(StreamConnection connection) {
        if (!connection.opened()) {
            acceptedFrom.put(connection.remote(), connection);
        }
    }

    void onMessage(Flow flow, byte[] message) {
        counters.streamMessages.increment();
        sink.onMessage(flow, message);
    }

    void onKeepAlive() {
        counters.streamKeepAlives.increment();
    }

    void onClosed(StreamConnection connection, @Nullable Flow flow) {
        counters.counter(connection.closeReason()).increment();
        boolean wasOpen = byId.remove(connection.id(), connection);
        if (connection.opened()) {
            openedTo.remove(target(connection.remote()), connection);
        } else {
            acceptedFrom.remove(connection.remote(), connection);
            acceptedNow.decrementAndGet();
            sources.release(connection.remote().getAddress());
        }
        if (wasOpen && flow != null) {
            sink.onDisconnect(flow);
        }
    }

    private void closeOverdue() {
        long now = System.nanoTime();
        for (StreamConnection connection : byId.values()) {
            CloseReason reason = connection.overdue(now);
            if (reason != null) {
                connection.close(reason);
            }
        }
    }

    /** Stops accepting, sends what waits as far as the peers take it, closes. */
    List<ChannelFuture> close() {
        List<ChannelFuture> closes = new ArrayList<>();
        closes.add(listener.close());
        openedTo.values().forEach(StreamConnection::finish);
        byId.values().forEach(StreamConnection::finish);
        return closes;
    }

    /**
     * Where a connection of ours leads.
     *
     * @param proven whom the peer has proven to be, empty where nothing is proven
     */
    private record Target(InetSocketAddress remote, String proven) {}

    /** A channel's set-up as a function of the channel. */
    private static final class Initializer extends ChannelInitializer<SocketChannel> {
        private final Consumer<SocketChannel> setUp;

        Initializer(Consumer<SocketChannel> setUp) {
            this.setUp = setUp;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            setUp.accept(channel);
        }
    }
}
