package io.tollgate.gateway.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Future;
import io.tollgate.gateway.config.TransportSettings;
import io.tollgate.gateway.config.WebSocketSettings;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's SIP sockets: UDP and TCP on one address, TLS and WebSocket where they are switched on.
 *
 * <p>Bound first and started later, since what shall take the messages wants to know the port. {@link #send} is for all
 * threads; {@link #bind}, {@link #start} and {@link #close} belong to the wiring.
 */
public final class SipTransports implements AutoCloseable {
    private static final String NETTY_RECORDS = "io.netty.jfr.enabled";

    static {
        // With the first buffer Netty would start the JVM's flight recorder, on the thread that reads all datagrams:
        // 150 ms.
        if (System.getProperty(NETTY_RECORDS) == null) {
            System.setProperty(NETTY_RECORDS, "false");
        }
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(SipTransports.class);

    /** A port that is free for UDP may be taken for TCP; then another is tried. */
    private static final int PORTS_TRIED = 20;

    private static final int MAX_STREAM_THREADS = 4;
    private static final long CLOSE_SECONDS = 2;

    private final MultiThreadIoEventLoopGroup udpThread;
    private final MultiThreadIoEventLoopGroup streamThreads;
    private final TransportCounters counters = new TransportCounters();
    private final GuardedSink sink = new GuardedSink(counters);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final UdpSocket udp;
    private final Map<Transport, StreamConnections> streams = new EnumMap<>(Transport.class);
    private final @Nullable TlsContexts tls;
    private final AtomicLong ids = new AtomicLong(Flow.NONE);

    private SipTransports(TransportSettings settings, IoEngine engine) throws ListenFailed {
        udpThread = engine.threads("sip-udp", 1);
        streamThreads = engine.threads("sip-tcp", streamThreadCount());
        tls = settings.tls() == null ? null : new TlsContexts(settings.tls(), counters);
        try {
            udp = bindBoth(settings, engine);
            bindOthers(settings, engine);
        } catch (ListenFailed failed) {
            streams.values().forEach(StreamConnections::close);
            if (tls != null) {
                tls.close();
            }
            // Java's selector gives a port back only when its thread has run on: a next try must find it free.
            Future<?> streamsDown = release(streamThreads);
            release(udpThread).awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            streamsDown.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            throw failed;
        }
        LOGGER.atInfo()
                .addKeyValue("sip", local())
                .addKeyValue("streams", streams.keySet())
                .addKeyValue("engine", engine)
                .addKeyValue("udpReceiveBytes", udp.receiveBufferBytes())
                .log("SIP sockets bound");
    }

    /** Binds all, UDP and TCP on the same port, without reading yet. */
    public static SipTransports bind(TransportSettings settings) throws ListenFailed {
        return bind(settings, IoEngine.best());
    }

    static SipTransports bind(TransportSettings settings, IoEngine engine) throws ListenFailed {
        return new SipTransports(settings, engine);
    }

    /** The address that UDP and TCP are bound to, with the real port. */
    public InetSocketAddress local() {
        return udp.local();
    }

    /** The address that a transport is bound to, with the real port; null where it is off. */
    public @Nullable InetSocketAddress local(Transport transport) {
        StreamConnections connections = streams.get(transport);
        return transport == Transport.UDP ? udp.local() : connections == null ? null : connections.local();
    }

    /** When the certificate that TLS connections are made with ends; null without TLS. */
    public @Nullable Instant certificateExpires() {
        return tls == null ? null : tls.expires();
    }

    /** Begins to read and to accept; once. */
    public void start(MessageSink receiver) {
        sink.direct(receiver);
        udp.start();
        streams.values().forEach(StreamConnections::start);
    }

    /**
     * Hands a message to the network. Never blocks; what one thread sends on one flow leaves in that order. A stream
     * flow without connection takes one that is open to its remote address or opens one; a flow that names a connection
     * uses that or fails.
     *
     * @param message not to be changed afterwards
     */
    public void send(Flow flow, byte[] message, SendOutcome outcome) {
        Outgoing outgoing = new Outgoing(flow, message, outcome, counters);
        counters.sends.increment();
        if (closed.get()) {
            outgoing.fail(SendFault.CLOSED);
        } else if (flow.transport() == Transport.UDP) {
            udp.send(outgoing);
        } else {
            StreamConnections connections = streams.get(flow.transport());
            if (connections == null) {
                outgoing.fail(SendFault.NO_TRANSPORT);
            } else {
                connections.send(outgoing);
            }
        }
    }

    /** Whether what is sent this way needs no new connection; for all threads. */
    public boolean open(Flow flow) {
        StreamConnections connections = streams.get(flow.transport());
        return flow.transport() == Transport.UDP || connections != null && connections.open(flow);
    }

    public TransportCounters counters() {
        return counters;
    }

    /** Stream connections open now. */
    public int openConnections() {
        return streams.values().stream().mapToInt(StreamConnections::open).sum();
    }

    /** Sends what waits, as far as kernel and peers take it at once, and closes everything; blocks for 2 s at most. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        udp.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        streams.values().stream()
                .flatMap(connections -> connections.close().stream())
                .toList()
                .forEach(close -> close.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS));
        Future<?> streamsDown = release(streamThreads);
        release(udpThread).awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        streamsDown.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        if (tls != null) {
            tls.close();
        }
    }

    private UdpSocket bindBoth(TransportSettings settings, IoEngine engine) throws ListenFailed {
        for (int attempt = 1; ; attempt++) {
            UdpSocket first = UdpSocket.bind(engine, udpThread, settings, settings.sip(), sink, counters);
            try {
                listen(settings, engine, Transport.TCP, StreamLayers.PLAIN, "sip", first.local());
                return first;
            } catch (ListenFailed taken) {
                first.close().awaitUninterruptibly();
                if (settings.sip().getPort() != 0 || attempt == PORTS_TRIED) {
                    throw taken;
                }
            }
        }
    }

    private void bindOthers(TransportSettings settings, IoEngine engine) throws ListenFailed {
        WebSocketSettings web = settings.webSocket();
        if (settings.sips() != null && tls != null) {
            listen(settings, engine, Transport.TLS, new TlsLayers(tls), "sips", settings.sips());
        }
        if (web.plain() != null) {
            StreamLayers layers = new WebSocketLayers(web, settings.streams(), null);
            listen(settings, engine, Transport.WS, layers, "ws", web.plain());
        }
        if (web.secure() != null && tls != null) {
            StreamLayers layers = new WebSocketLayers(web, settings.streams(), tls);
            listen(settings, engine, Transport.WSS, layers, "wss", web.secure());
        }
    }

    private void listen(
            TransportSettings settings,
            IoEngine engine,
            Transport transport,
            StreamLayers layers,
            String setting,
            InetSocketAddress address)
            throws ListenFailed {
        streams.put(
                transport,
                new StreamConnections(
                        engine,
                        streamThreads,
                        transport,
                        layers,
                        setting,
                        address,
                        settings.streams(),
                        sink,
                        counters,
                        ids));
    }

    private static int streamThreadCount() {
        return Math.max(1, Math.min(MAX_STREAM_THREADS, Runtime.getRuntime().availableProcessors() / 2));
    }

    private static Future<?> release(EventLoopGroup threads) {
        return threads.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
