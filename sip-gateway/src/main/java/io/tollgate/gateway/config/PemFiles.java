package io.tollgate.gateway.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys in PEM (RFC 7468), as certificate authorities and {@code openssl} hand them out. Whatever it
 * throws is an {@link IllegalArgumentException} with one line that says what is wrong, never with what is in a key. No
 * state.
 */
public final class PemFiles {
    private static final Pattern KEY = Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([^-]+)-----END");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final byte[] PROBE = "which key is it".getBytes(StandardCharsets.US_ASCII);

    private PemFiles() {}

    /**
     * Who one is, and what proves it.
     *
     * @param chain one's own certificate first
     */
    public record Identity(List<X509Certificate> chain, PrivateKey key) {
        public Identity {
            chain = List.copyOf(chain);
        }
    }

    /** A chain and its key; refused where the key is not that of the first certificate. */
    public static Identity identity(byte[] certificates, byte[] key) {
        List<X509Certificate> chain = certificates(certificates);
        PrivateKey read = key(new String(key, StandardCharsets.US_ASCII));
        if (!belong(chain.get(0).getPublicKey(), read)) {
            throw new IllegalArgumentException("the key is not that of the first certificate");
        }
        return new Identity(chain, read);
    }

    /** All certificates of a file, one at least. */
    public static List<X509Certificate> certificates(byte[] pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .forEach(certificate -> certificates.add((X509Certificate) certificate));
        } catch (CertificateException unreadable) {
            throw new IllegalArgumentException("no certificates in PEM", unreadable);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("no certificates in PEM");
        }
        return certificates;
    }

    private static PrivateKey key(String pem) {
        Matcher block = KEY.matcher(pem);
        if (!block.find() || !block.group(1).isEmpty()) {
            throw new IllegalArgumentException(
                    "no unencrypted PKCS#8 key in PEM (BEGIN PRIVATE KEY); another one becomes"
                            + " it by: openssl pkcs8 -topk8 -nocrypt");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(2)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException another) {
                // the next one
            }
        }
        throw new IllegalArgumentException("a key that is neither RSA, EC nor EdDSA");
    }

    private static boolean belong(PublicKey publicKey, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }
}
