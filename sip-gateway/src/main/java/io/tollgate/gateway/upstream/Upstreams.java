package io.tollgate.gateway.upstream;

import io.tollgate.gateway.wire.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The upstream proxies while a gateway runs: names get other addresses. Safe for all threads; who decides something in
 * several steps takes one {@link #now} for all of them.
 */
public final class Upstreams {
    private final UpstreamPolicy policy;
    private volatile UpstreamTable table;

    /** These, of whose health nothing is known. */
    public Upstreams(UpstreamPolicy policy, List<UpstreamRoute> routes) {
        this.policy = policy;
        this.table = table(routes, Map.of());
    }

    /** These, and nothing configured. */
    public static Upstreams of(UpstreamRoute... routes) {
        return new Upstreams(UpstreamPolicy.DEFAULTS, List.of(routes));
    }

    /** As they are. */
    public UpstreamTable now() {
        return table;
    }

    public UpstreamPolicy policy() {
        return policy;
    }

    /** Puts others in their place; an address that stays keeps its standing. */
    public synchronized void replace(List<UpstreamRoute> routes) {
        Map<Flow, Standing> known = new HashMap<>();
        table.addresses().forEach(address -> known.put(address.flow(), address.standing()));
        table = table(routes, known);
    }

    private UpstreamTable table(List<UpstreamRoute> routes, Map<Flow, Standing> known) {
        return new UpstreamTable(routes.stream()
                .map(route ->
                        new UpstreamAddress(route, known.getOrDefault(route.flow(), new Standing(policy.failures()))))
                .toList());
    }
}
