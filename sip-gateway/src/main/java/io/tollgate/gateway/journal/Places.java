package io.tollgate.gateway.journal;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the other gateways of the cluster are, as their heartbeats say. One thread tells, all ask; an answer is at most a
 * look at the topic old.
 */
public final class Places {
    private static final int MOST_SOURCES = 1_024;

    /**
     * Where one gateway is.
     *
     * @param sip its host and port, as it advertises them
     * @param gone whether it has stopped, or nobody has heard of it for its lease
     */
    public record Place(String sip, boolean gone) {}

    private final String self;
    private final Set<InetAddress> sources = ConcurrentHashMap.newKeySet();
    private volatile Map<String, Place> byGateway = Map.of();

    /**
     * Those of one gateway, none of which is known yet.
     *
     * @param self host and port where the others reach this one; empty: it does not know
     */
    public Places(String self) {
        this.self = self;
    }

    /** Where the others reach this gateway; empty: it does not know. */
    public String self() {
        return self;
    }

    /** As they are now. */
    public void tell(Map<String, Place> places) {
        byGateway = Map.copyOf(places);
    }

    /** What came from this address was sealed by a gateway of the cluster. */
    public void sealedFrom(InetAddress source) {
        if (sources.size() < MOST_SOURCES) {
            sources.add(source);
        }
    }

    /** Whether that is where another gateway sends from: it speaks for many, and is no source like others. */
    public boolean sendsFrom(InetAddress source) {
        return sources.contains(source);
    }

    /** Where that gateway is; null: it was never heard of. */
    public @Nullable Place of(String gatewayId) {
        return byGateway.get(gatewayId);
    }
}
