package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Splice;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RFC 3261 section 18.1.1: a request that is too long for one packet takes TCP where UDP was meant. Only towards the
 * upstream's side: a customer's flow is the one that his NAT keeps open. Belongs to its shard.
 */
final class LargeRequests {
    private static final int MOST_REMEMBERED = 256;

    /** How long a hop that takes no TCP gets datagrams at once. */
    private static final long REMEMBERED_NANOS = 600_000_000_000L;

    private final int mostBytes;
    private final Boundary boundary;
    private final Map<InetSocketAddress, Long> refusing = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /**
     * Large requests.
     *
     * @param mostBytes longest that goes by UDP; 0: all do
     */
    LargeRequests(int mostBytes, Boundary boundary) {
        this.mostBytes = mostBytes;
        this.boundary = boundary;
    }

    /** The way to the same hop that a request of this length takes instead, or null for the one it has. */
    @Nullable
    Flow instead(Flow flow, int length, long nowNanos) {
        if (mostBytes == 0 || length <= mostBytes || flow.transport() != Transport.UDP || !boundary.inside(flow)) {
            return null;
        }
        Long until = refusing.get(flow.remote());
        return until != null && nowNanos - until < 0
                ? null
                : Flow.to(Transport.TCP, boundary.local(Transport.TCP), flow.remote());
    }

    /** Nobody takes TCP there. */
    void refused(Flow flow, long nowNanos) {
        refusing.remove(flow.remote());
        refusing.put(flow.remote(), nowNanos + REMEMBERED_NANOS);
    }

    /** A request with another Via of ours. */
    static byte[] via(SipMessage request, String via) {
        return new Splice(request).replace(request.topVia().span(), via).bytes();
    }
}
