package io.tollgate.gateway.upstream;

import io.tollgate.gateway.wire.Flow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The upstream proxies while a gateway runs: names get other addresses. Safe for all threads; who decides something in
 * several steps takes one {@link #now} for all of them.
 */
public final class Upstreams {
    private final UpstreamPolicy policy;
    private final Map<UpstreamProxy, UpstreamCounts> counts = new LinkedHashMap<>();
    private volatile UpstreamTable table;

    /**
     * These, of whose health nothing is known.
     *
     * @param proxies all that are configured, the preferred first
     * @param routes the ways to those that have an address now, one or more
     */
    public Upstreams(UpstreamPolicy policy, List<UpstreamProxy> proxies, List<UpstreamRoute> routes) {
        this.policy = policy;
        proxies.forEach(proxy -> counts.put(proxy, new UpstreamCounts()));
        this.table = table(routes, Map.of());
    }

    /** Those to which there are ways. */
    public Upstreams(UpstreamPolicy policy, List<UpstreamRoute> routes) {
        this(policy, routes.stream().map(UpstreamRoute::proxy).distinct().toList(), routes);
    }

    /** These, and nothing configured. */
    public static Upstreams of(UpstreamRoute... routes) {
        return new Upstreams(UpstreamPolicy.DEFAULTS, List.of(routes));
    }

    /** The same for somebody who only plays: what happens there is not noted here, and nobody is asked anything. */
    public Upstreams another() {
        UpstreamPolicy quiet = new UpstreamPolicy(policy.patience(), policy.tries(), policy.failures(), Duration.ZERO);
        return new Upstreams(
                quiet, table.addresses().stream().map(UpstreamAddress::route).toList());
    }

    /** As they are. */
    public UpstreamTable now() {
        return table;
    }

    public UpstreamPolicy policy() {
        return policy;
    }

    /** How long until each is asked again whether it serves; zero: none is asked. */
    public Duration check() {
        return policy.checkOf(table.addresses().size());
    }

    /** What became of the requests to each proxy, the preferred first. */
    public Map<UpstreamProxy, UpstreamCounts> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** Puts others in their place; an address that stays keeps its standing. */
    public synchronized void replace(List<UpstreamRoute> routes) {
        Map<Flow, Standing> known = new HashMap<>();
        table.addresses().forEach(address -> known.put(address.flow(), address.standing()));
        table = table(routes, known);
    }

    private UpstreamTable table(List<UpstreamRoute> routes, Map<Flow, Standing> known) {
        List<UpstreamAddress> addresses = new ArrayList<>();
        for (UpstreamRoute route : routes) {
            UpstreamCounts itsProxys = counts.get(route.proxy());
            if (itsProxys == null) {
                throw new IllegalArgumentException("nobody configured " + route.proxy());
            }
            Standing standing = known.get(route.flow());
            addresses.add(new UpstreamAddress(
                    route, standing != null ? standing : new Standing(policy.failures(), itsProxys)));
        }
        return new UpstreamTable(addresses);
    }
}
