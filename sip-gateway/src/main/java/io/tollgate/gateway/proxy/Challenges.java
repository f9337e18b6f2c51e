package io.tollgate.gateway.proxy;

import io.tollgate.gateway.identity.DigestAlgorithm;
import io.tollgate.gateway.identity.IdentityPolicy;
import io.tollgate.gateway.identity.NonceWindow;
import io.tollgate.gateway.identity.Nonces;
import io.tollgate.gateway.token.NonceToken;
import io.tollgate.gateway.token.Tokens;
import io.tollgate.gateway.wire.AuthParameters;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;

/**
 * Our digest challenges (RFC 3261 section 22, RFC 7616) and what becomes of their nonces. A nonce is a token, so that
 * whoever is challenged and does not answer leaves nothing behind. It names the process that issued it: another gateway
 * knows it for the cluster's own and says {@code stale}, so that the client tries again by itself.
 *
 * <p>Belongs to its shard.
 */
final class Challenges implements Nonces {
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final IdentityPolicy policy;
    private final NonceWindow window;
    private final Tokens tokens;
    private final SteadyClock clock;

    Challenges(IdentityPolicy policy, NonceWindow window, Tokens tokens, SteadyClock clock) {
        this.policy = policy;
        this.window = window;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The status of a challenge to a request. */
    static int status(Method method) {
        return method == Method.REGISTER ? UNAUTHORIZED : PROXY_AUTHENTICATION_REQUIRED;
    }

    /** The challenge's header line; kept short, since its address may be forged. */
    String line(Method method, DigestAlgorithm algorithm, boolean stale) {
        return (method == Method.REGISTER ? "WWW-Authenticate" : "Proxy-Authenticate")
                + ": Digest realm=\"" + policy.realm()
                + "\", nonce=\"" + tokens.nonce(clock.micros(), window.number())
                + "\", algorithm=" + algorithm.text()
                + (stale ? ", stale=true" : "")
                + ", qop=\"auth\"\r\n";
    }

    @Override
    public boolean use(String nonce, long count) {
        NonceToken token = tokens.verifyNonce(nonce);
        if (token == null || !token.own()) {
            return false;
        }
        long ageMicros = clock.micros() - token.issuedMicros();
        return ageMicros <= policy.nonceLifetime().toNanos() / 1_000 && window.use(token.number(), count);
    }

    /**
     * Takes the answers to our challenges out of a request (RFC 3261 section 22.3): what follows could send them to us again.
     * Those to others' challenges pass, even in our realm.
     */
    Outgoing consume(SipMessage request, Outgoing message) {
        if (request.first(HeaderName.AUTHORIZATION) >= 0) {
            message.without(HeaderName.AUTHORIZATION, this::ours);
        }
        if (request.first(HeaderName.PROXY_AUTHORIZATION) >= 0) {
            message.without(HeaderName.PROXY_AUTHORIZATION, this::ours);
        }
        return message;
    }

    private boolean ours(String authorization) {
        return AuthParameters.of(authorization).values("nonce").stream()
                .anyMatch(nonce -> tokens.verifyNonce(nonce) != null);
    }
}
