package io.tollgate.testsupport.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that signs itself, with its key, made by the JDK's own {@code keytool}. Whoever trusts it trusts nothing
 * else. Immutable.
 */
public final class TestCertificate {
    private static final String PASSWORD = "changeit";
    private static final long PATIENCE_SECONDS = 30;

    private final KeyStore store;

    private TestCertificate(KeyStore store) {
        this.store = store;
    }

    /**
     * Makes one.
     *
     * @param directory for the files that the making needs
     * @param name its common name
     * @param alternatives its other names, such as {@code ip:127.0.0.1} or {@code dns:localhost}
     */
    public static TestCertificate make(Path directory, String name, String... alternatives) throws Exception {
        Path file = directory.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
        if (alternatives.length > 0) {
            command.addAll(List.of("-ext", "san=" + String.join(",", alternatives)));
        }
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool made no certificate for " + name);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new TestCertificate(store);
    }

    /** Writes the certificate in PEM. */
    public Path certificate(Path file) throws Exception {
        return pem(file, "CERTIFICATE", store.getCertificate("own").getEncoded());
    }

    /** Writes its key in PEM. */
    public Path key(Path file) throws Exception {
        return pem(
                file, "PRIVATE KEY", store.getKey("own", PASSWORD.toCharArray()).getEncoded());
    }

    private static Path pem(Path file, String label, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        String text = "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
        return Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    /** A context that shows this certificate, where one is asked for, and trusts {@code peer} alone. */
    public SSLContext trusting(TestCertificate peer) throws GeneralSecurityException, IOException {
        return context(this, peer);
    }

    /** A context without a certificate that trusts {@code peer} alone. */
    public static SSLContext nameless(TestCertificate peer) throws GeneralSecurityException, IOException {
        return context(null, peer);
    }

    private static SSLContext context(@Nullable TestCertificate own, TestCertificate peer)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("peer", peer.store.getCertificate("own"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own == null ? null : own.store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
