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
    /**
     * Names that answer with a few of many addresses at a time lose one that still serves: so long it is the upstream's all
     * the same, which its dialogs and its calls to customers need.
     */
    static final Duration REMEMBERED = Duration.ofHours(1);

    /** Beyond so many the one that left first is forgotten. */
    static final int MOST_REMEMBERED = 256;

    /** One that has left, and when. */
    private record Former(UpstreamAddress address, long leftNanos) {}

    private final UpstreamPolicy policy;
    private final Map<UpstreamProxy, UpstreamCounts> counts = new LinkedHashMap<>();
    private final Map<Flow, Former> former = new LinkedHashMap<>();
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
        this.table = new UpstreamTable(addresses(routes, Map.of()));
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

    /** Puts others in their place; an address that stays, or comes back, keeps its standing. */
    public synchronized void replace(List<UpstreamRoute> routes, long nowNanos) {
        Map<Flow, Standing> known = new HashMap<>();
        former.forEach((flow, left) -> known.put(flow, left.address().standing()));
        for (UpstreamAddress address : table.addresses()) {
            known.put(address.flow(), address.standing());
            former.put(address.flow(), new Former(address, nowNanos));
        }
        List<UpstreamAddress> addresses = addresses(routes, known);
        addresses.forEach(address -> former.remove(address.flow()));
        former.keySet()
                .removeAll(former.keySet().stream()
                        .limit(Math.max(0, former.size() - MOST_REMEMBERED))
                        .toList());
        show(addresses, nowNanos);
    }

    /** Time has passed. */
    public synchronized void forget(long nowNanos) {
        if (former.values().stream().anyMatch(left -> old(left, nowNanos))) {
            show(table.addresses(), nowNanos);
        }
    }

    private void show(List<UpstreamAddress> addresses, long nowNanos) {
        former.values().removeIf(left -> old(left, nowNanos));
        table = new UpstreamTable(
                addresses, former.values().stream().map(Former::address).toList());
    }

    private static boolean old(Former left, long nowNanos) {
        return nowNanos - left.leftNanos() > REMEMBERED.toNanos();
    }

    private List<UpstreamAddress> addresses(List<UpstreamRoute> routes, Map<Flow, Standing> known) {
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
        return addresses;
    }
}
