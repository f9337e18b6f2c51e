package io.tollgate.gateway.proxy;

import io.tollgate.gateway.identity.Claims;
import io.tollgate.gateway.identity.Forwarder;
import io.tollgate.gateway.identity.Forwarders;
import io.tollgate.gateway.identity.Identification;
import io.tollgate.gateway.identity.Identification.Challenged;
import io.tollgate.gateway.message.RequestReading;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Instant;
import java.util.List;

/**
 * Whose a customer's request is, and the challenge to whoever has to prove that first. Belongs to its shard.
 */
final class Callers {
    private final ShardContext shard;
    private final RecentChallenges challenged = new RecentChallenges();

    Callers(ShardContext shard) {
        this.shard = shard;
    }

    /**
     * Whose a customer's request is.
     *
     * @param uri the user that it names: From's, of a REGISTER To's
     * @param challengeable whether it may be challenged, if the gateway does more than observe
     */
    Identification identify(ServerTransaction server, RequestReading reading, String uri, boolean challengeable) {
        SipMessage request = server.request();
        return shard.identifier()
                .identify(new Claims(
                        server.from(),
                        request.methodName(),
                        request.targetText(),
                        uri,
                        reading.credentials(),
                        shard.registrations()
                                .proof(server.from(), uri, shard.clock().instant()),
                        shard.assertions().of(request, server.from()),
                        forwarders(request, server.from()),
                        shard.assertions().trusts(server.from()),
                        challengeable && !shard.observing()));
    }

    private List<Forwarder> forwarders(SipMessage request, Flow from) {
        if (!shard.forwarderPays() || request.method() != Method.INVITE) {
            return List.of();
        }
        Instant now = shard.clock().instant();
        return Forwarders.of(request).stream()
                .map(uri -> new Forwarder(uri, shard.registrations().proof(from, uri, now)))
                .toList();
    }

    /** RFC 3261 section 8.2.7: no transaction is kept of whoever does not answer. */
    void challenge(ServerTransaction server, Challenged challenge) {
        ProxyCounters counters = shard.counters();
        counters.challenges.increment();
        if (challenge.stale()) {
            counters.staleNonces.increment();
        }
        if (challenge.failed()) {
            counters.failedAuthentications.increment();
            server.failed();
        }
        challenged.given(server.request(), challenge, shard.clock().nanos());
        answer(server, challenge);
    }

    /** Whether it is one of those that comes again; it gets the same then. */
    boolean challengedBefore(ServerTransaction server) {
        Challenged challenge = challenged.again(server.request(), shard.clock().nanos());
        if (challenge == null) {
            return false;
        }
        answer(server, challenge);
        return true;
    }

    private void answer(ServerTransaction server, Challenged challenge) {
        SipMessage request = server.request();
        String line = shard.challenges().line(request.method(), challenge.algorithm(), challenge.stale());
        String nonce = AnswerWatch.nonce(line);
        if (nonce != null) {
            shard.door().challenged(server.from(), nonce);
        }
        shard.replyStateless(request, server.from(), Challenges.status(request.method()), line);
        server.abandon();
    }
}
