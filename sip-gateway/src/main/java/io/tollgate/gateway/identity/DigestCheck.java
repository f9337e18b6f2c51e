package io.tollgate.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Verifies digest credentials against an account's HA1 (RFC 3261 section 22.4, RFC 7616, RFC 8760).
 *
 * <p>As far as its {@link Nonces} it has no state. A nonce is used up only by a right response: nobody without the
 * password can spoil another's.
 */
public final class DigestCheck {
    /** What credentials are worth. */
    enum Worth {
        /** They prove the account. */
        GOOD,
        /** The password is right and the nonce no good here: the client tries again without asking its user. */
        STALE,
        /** Whoever sent them does not have the password. */
        WRONG,
        /** They were made for another Request-URI (RFC 7616 section 3.4.6). */
        ASTRAY
    }

    private final String realm;
    private final Nonces nonces;

    public DigestCheck(String realm, Nonces nonces) {
        this.realm = realm;
        this.nonces = nonces;
    }

    /** Whether credentials answer a challenge in our realm. */
    boolean ours(Credentials credentials) {
        return credentials.digest() != null && realm.equals(credentials.realm());
    }

    /** What credentials prove of the account with this HA1. */
    Worth verify(Credentials credentials, String ha1, String method, String requestUri) {
        DigestResponse digest = credentials.digest();
        DigestAlgorithm algorithm = DigestAlgorithm.of(ha1);
        if (digest == null || algorithm == null || !names(digest, algorithm)) {
            return Worth.WRONG;
        }
        long count = count(digest);
        if (count <= 0 || !equal(expected(digest, algorithm, ha1, method), digest.response())) {
            return Worth.WRONG;
        }
        if (!reaches(digest.uri(), requestUri)) {
            return Worth.ASTRAY;
        }
        return nonces.use(digest.nonce(), count) ? Worth.GOOD : Worth.STALE;
    }

    private static boolean names(DigestResponse digest, DigestAlgorithm algorithm) {
        String named = digest.algorithm() == null ? DigestAlgorithm.MD5.text() : digest.algorithm();
        return named.equalsIgnoreCase(algorithm.text());
    }

    /** 0: there is none that we offer, or none that can be read. */
    private static long count(DigestResponse digest) {
        if (digest.qop() == null) {
            return Nonces.WITHOUT_COUNT;
        }
        String hex = digest.nonceCount();
        if (!digest.qop().equalsIgnoreCase("auth")
                || hex == null
                || digest.cnonce() == null
                || !hex.matches("[0-9a-fA-F]{1,8}")) {
            return 0;
        }
        return Long.parseLong(hex, 16);
    }

    static String expected(DigestResponse digest, DigestAlgorithm algorithm, String ha1, String method) {
        String ha2 = algorithm.hash(method + ":" + digest.uri());
        String between = digest.qop() == null
                ? digest.nonce()
                : digest.nonce() + ":" + digest.nonceCount() + ":" + digest.cnonce() + ":" + digest.qop();
        return algorithm.hash(ha1.toLowerCase(Locale.ROOT) + ":" + between + ":" + ha2);
    }

    private static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                given.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether both URIs mean one user at one host. Ports, parameters and escapes are written differently on the way; and
     * there are clients, SIPp among them, that sign the proxy's address in place of what they call.
     */
    private static boolean reaches(@Nullable String signed, String requestUri) {
        SipUser meant = SipUser.of(signed == null ? "" : signed);
        SipUser called = SipUser.of(requestUri);
        return meant.user().isEmpty()
                || meant.user().equals(called.user())
                        && (meant.domain().isEmpty()
                                || called.domain().isEmpty()
                                || meant.domain().equals(called.domain()));
    }
}
