package io.tollgate.system;

import io.tollgate.testsupport.tls.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An operator's site as strangers have it: {@link Kamailio} as registrar and proxy, a gateway of the {@link Cluster}
 * before it, and a collector for copies of the signalling. Started once for all tests that bring other people's clients;
 * each uses users of its own. For one thread; ends with the JVM.
 */
final class Site {
    private final Path directory;
    private final Kamailio kamailio;
    private final Kamailio collector;
    private final GatewayProcess gateway;
    private final String secure = "127.0.0.1:" + Program.freePort("127.0.0.1");

    private Site() {
        try {
            this.directory = Files.createTempDirectory("tollgate-site");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        certify(directory);
        this.kamailio = Kamailio.registrar(directory);
        this.collector = Kamailio.collector(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "site-end"));
        this.gateway = Cluster.shared()
                .gateway(
                        "sip:" + kamailio.address(),
                        "--sip=127.0.0.1:" + Program.freePort("127.0.0.1"),
                        "--sips=" + secure,
                        "--tls-cert=" + directory.resolve("certificate.pem"),
                        "--tls-key=" + directory.resolve("key.pem"),
                        "--hep=" + collector.address());
    }

    private static void certify(Path directory) {
        try {
            TestCertificate certificate = TestCertificate.make(directory, "site", "ip:127.0.0.1");
            certificate.certificate(directory.resolve("certificate.pem"));
            certificate.key(directory.resolve("key.pem"));
        } catch (Exception e) {
            throw new AssertionError("no certificate", e);
        }
    }

    private static final class Holder {
        private static final Site SITE = new Site();
    }

    /** The one site of this JVM, ready; only where {@code kamailio} is installed. */
    static Site shared() {
        return Holder.SITE;
    }

    Kamailio kamailio() {
        return kamailio;
    }

    /** Gets copies of all that the gateway hears and says. */
    Kamailio collector() {
        return collector;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /** A baresip that is registered with Kamailio through the gateway; the test closes it. */
    Baresip baresip(String user) {
        return Baresip.registered(directory, user, "sip:" + gateway.sip().hostPort());
    }

    /** The same over TLS. */
    Baresip secureBaresip(String user) {
        return Baresip.registered(directory, user, "sip:" + secure + ";transport=tls");
    }

    private void end() {
        kamailio.close(); // the cluster ends the gateway
        collector.close();
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
