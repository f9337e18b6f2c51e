package io.tollgate.gateway.proxy;

import io.tollgate.gateway.proxy.UpstreamHealth.Failure;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that starts something on its way: to the best of its next hops, and when that does not serve, to the next one
 * with a new branch (RFC 3263 section 4.3). A hop does not serve when it cannot be reached, says 503 (RFC 3261 section
 * 16.7 step 6: that is no answer for the caller while another may serve) or is silent; who sent the request hears of the
 * last one only. A hop that was given up as silent may still answer: what it says is not passed on, and an INVITE is
 * cancelled there with its first response, or its dialog ended ({@link ClientTransaction.User#late}). Belongs to its shard.
 */
final class Forwarding {
    private static final int UNAVAILABLE = 503;

    private final ShardContext shard;
    private final Method method;
    private Candidates candidates;
    private Consumer<Candidate> prepare;
    private ClientTransaction.User user;
    private Try current;
    private boolean settled;
    private boolean unreachable;

    /**
     * A request that has at least one next hop.
     *
     * @param prepare completes the message of a candidate but for the Via
     * @param user hears what the caller is to hear
     */
    Forwarding(
            ShardContext shard,
            Method method,
            Candidates candidates,
            Consumer<Candidate> prepare,
            ClientTransaction.User user) {
        this.shard = shard;
        this.method = method;
        this.candidates = candidates;
        this.prepare = prepare;
        this.user = user;
        Candidate first = candidates.next();
        if (first == null) {
            throw new IllegalStateException("a request without a next hop");
        }
        this.current = new Try(first);
    }

    /** Where it is on its way to, or was answered from. */
    Flow flow() {
        return current.client.flow();
    }

    /** The Request-URI with which it went there. */
    String requestUri() {
        return current.client.requestUri();
    }

    /** How much it holds where it is now. */
    long bytes() {
        return current.client.bytes();
    }

    void start() {
        current.start();
    }

    /** Somebody else hears what the caller is to hear. */
    void told(ClientTransaction.User other) {
        user = other;
    }

    /** Ends an INVITE as soon as that is allowed; nobody else gets it. */
    void cancel(@Nullable String reason) {
        settle();
        current.client.cancel(reason);
    }

    /** Nobody else gets it: what would be needed for that is let go. */
    private void settle() {
        settled = true;
        candidates = Candidates.NONE;
        prepare = candidate -> {};
    }

    /** More for the response of ours that says that it failed: where nobody could be reached, when to try again. */
    String failureHeaders() {
        return unreachable ? shard.limits().retryAfterLine() : "";
    }

    /** Whether the next candidate has it now. */
    private boolean next() {
        Candidate candidate = settled ? null : candidates.next();
        if (candidate == null) {
            settle();
            return false;
        }
        shard.counters().failovers.increment();
        current = new Try(candidate);
        current.start();
        return true;
    }

    /** The request at one of its next hops. */
    private final class Try implements ClientTransaction.User {
        private final @Nullable UpstreamAddress upstream;
        private final ClientTransaction client;
        private @Nullable Timeout patience;

        Try(Candidate candidate) {
            prepare.accept(candidate);
            long id = shard.nextId();
            Flow flow = candidate.flow();
            this.upstream = candidate.upstream();
            this.client = shard.client(id, method, candidate.message().via(shard.via(flow, id)), flow, this);
        }

        void start() {
            if (upstream != null) {
                upstream.standing().tried();
                if (candidates.more()) {
                    patience = shard.arm(
                            shard.boundary().upstreams().policy().patience().toNanos(), this::silent);
                }
            }
            client.start();
        }

        private void silent() {
            if (current == this && !client.heard() && !settled) {
                UpstreamHealth.failed(upstream, Failure.SILENT);
                client.abandon();
                next();
            }
        }

        @Override
        public void response(SipMessage response) {
            shard.disarm(patience);
            if (current != this) {
                if (method == Method.INVITE && response.status() / 100 == 2) {
                    user.late(response, client.flow());
                }
            } else if (response.status() != UNAVAILABLE) {
                settle();
                UpstreamHealth.answered(upstream);
                user.response(response);
            } else {
                // What has rung, or is cancelled, says nothing of whether it serves.
                if (!settled) {
                    UpstreamHealth.unavailable(shard, upstream, response, false);
                }
                if (!next()) {
                    user.response(response);
                }
            }
        }

        @Override
        public void failed(int status) {
            shard.disarm(patience);
            if (current != this) {
                return;
            }
            if (!client.heard() && client.blames()) {
                UpstreamHealth.failed(upstream, status == UNAVAILABLE ? Failure.UNREACHABLE : Failure.SILENT);
            }
            // One that said 100 has the request: what rang nowhere for three minutes is not begun anew.
            if (client.heard() || !next()) {
                unreachable = status == UNAVAILABLE;
                user.failed(status);
            }
        }
    }
}
