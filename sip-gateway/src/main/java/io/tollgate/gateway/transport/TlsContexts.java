package io.tollgate.gateway.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.tollgate.gateway.config.PemFiles;
import io.tollgate.gateway.config.TlsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What TLS connections are made with, from files that may change while we run: connections keep what they began with,
 * new ones get what was read last. A pair that cannot be used, such as a new certificate whose key is still being
 * written, changes nothing, and is tried again when its files change again.
 *
 * <p>Files are compared by what is in them: a time stamp says nothing where a symbolic link is moved. Reading and the
 * arithmetic of handshakes have threads of their own, so that no event loop waits for either. For all threads.
 */
final class TlsContexts implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(TlsContexts.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final int HANDSHAKE_THREADS = 2;

    /** Of these a second's work waits at most; handshakes beyond it fail, and established connections go on. */
    private static final int HANDSHAKES_WAITING = 1_000;

    static {
        // A client that renegotiates costs us a handshake each time, and nobody has a reason to. The JDK reads this
        // once.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private record Contents(byte[] certificate, byte[] key, byte[] trust) {
        boolean same(Contents other) {
            return Arrays.equals(certificate, other.certificate)
                    && Arrays.equals(key, other.key)
                    && Arrays.equals(trust, other.trust);
        }
    }

    private record Loaded(SslContext server, SslContext webServer, SslContext client, Instant expires) {}

    private final TlsSettings settings;
    private final TransportCounters counters;
    private final ThreadPoolExecutor handshakes;
    private final ScheduledExecutorService watch;
    private Contents seen;
    private volatile Loaded current;

    /**
     * As the files are now.
     *
     * @throws IllegalArgumentException if they cannot be used, with one line that says why
     */
    TlsContexts(TlsSettings settings, TransportCounters counters) {
        this.settings = settings;
        this.counters = counters;
        this.seen = read();
        this.current = load(seen);
        this.handshakes = new ThreadPoolExecutor(
                HANDSHAKE_THREADS,
                HANDSHAKE_THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(HANDSHAKES_WAITING),
                new DefaultThreadFactory("sip-tls", true));
        handshakes.allowCoreThreadTimeOut(true);
        this.watch = Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("sip-tls-files", true));
        long pauseMillis = settings.reload().toMillis();
        watch.scheduleWithFixedDelay(this::reload, pauseMillis, pauseMillis, TimeUnit.MILLISECONDS);
    }

    /** For a connection to the listener for SIP. */
    SslHandler accepting(ByteBufAllocator allocator) {
        return limited(current.server().newHandler(allocator, handshakes));
    }

    /** For a connection to the listener for WebSocket: browsers have no certificates. */
    SslHandler acceptingWebSocket(ByteBufAllocator allocator) {
        return limited(current.webServer().newHandler(allocator, handshakes));
    }

    /** For a connection that we open; the address's host is whom the peer has to prove to be. */
    SslHandler opening(ByteBufAllocator allocator, InetSocketAddress remote) {
        return limited(current.client().newHandler(allocator, remote.getHostString(), remote.getPort(), handshakes));
    }

    private SslHandler limited(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(settings.handshake().toMillis());
        return handler;
    }

    /** When the certificate in use ends. */
    Instant expires() {
        return current.expires();
    }

    private void reload() {
        try {
            Contents now = read();
            if (now.same(seen)) {
                return;
            }
            seen = now;
            current = load(now);
            counters.certificatesLoaded.increment();
            LOGGER.atInfo()
                    .addKeyValue("file", settings.certificate())
                    .addKeyValue("expires", expires())
                    .log("certificate loaded");
        } catch (RuntimeException unusable) {
            counters.certificatesRefused.increment();
            LOGGER.atError()
                    .addKeyValue("file", settings.certificate())
                    .addKeyValue("reason", unusable.getMessage())
                    .log("the new certificate cannot be used, the old one stays");
        }
    }

    private Contents read() {
        Path trust = settings.trust();
        return new Contents(
                bytes(settings.certificate()), bytes(settings.key()), trust == null ? new byte[0] : bytes(trust));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + " cannot be read", unreadable);
        }
    }

    private Loaded load(Contents files) {
        PemFiles.Identity own = PemFiles.identity(files.certificate(), files.key());
        List<X509Certificate> trusted = settings.trust() == null ? List.of() : PemFiles.certificates(files.trust());
        try {
            SslContextBuilder client = base(SslContextBuilder.forClient(), trusted)
                    .keyManager(own.key(), own.chain())
                    .endpointIdentificationAlgorithm(settings.verify() == TlsSettings.Verify.NAME ? "HTTPS" : null);
            return new Loaded(
                    base(SslContextBuilder.forServer(own.key(), own.chain()), trusted)
                            .clientAuth(clientAuth())
                            .build(),
                    base(SslContextBuilder.forServer(own.key(), own.chain()), trusted)
                            .build(),
                    client.build(),
                    own.chain().get(0).getNotAfter().toInstant());
        } catch (SSLException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }

    private static SslContextBuilder base(SslContextBuilder builder, List<X509Certificate> trusted) {
        builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS);
        return trusted.isEmpty() ? builder : builder.trustManager(trusted);
    }

    private ClientAuth clientAuth() {
        return switch (settings.clients()) {
            case NONE -> ClientAuth.NONE;
            case WANT -> ClientAuth.OPTIONAL;
            case REQUIRE -> ClientAuth.REQUIRE;
        };
    }

    @Override
    public void close() {
        watch.shutdownNow();
        handshakes.shutdown();
    }
}
