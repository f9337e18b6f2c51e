package io.tollgate.gateway.upstream;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of all upstream proxies as of one moment, the preferred first. Asked for every request, so its answers
 * make no garbage. Immutable but for the addresses' standing.
 */
public final class UpstreamTable {
    /** So many fit into the set of those tried, one bit each. */
    public static final int MOST = Long.SIZE;

    private final List<UpstreamAddress> addresses;
    private final List<UpstreamAddress> everywhere;
    private final long[] seeds;
    private final Set<InetSocketAddress> sockets;
    private final Set<InetAddress> hosts;

    /** A table of one address or more; beyond {@link #MOST} the least preferred are left out. */
    public UpstreamTable(List<UpstreamAddress> all) {
        this(all, List.of());
    }

    /**
     * Likewise.
     *
     * @param former addresses that are not chosen any more, but are still known
     */
    UpstreamTable(List<UpstreamAddress> all, List<UpstreamAddress> former) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no upstream");
        }
        this.addresses = all.stream()
                .sorted(Comparator.comparingInt(address -> address.route().rank()))
                .limit(MOST)
                .toList();
        this.seeds = addresses.stream()
                .mapToLong(address -> CallHash.of(address.flow().source()))
                .toArray();
        this.everywhere = Stream.concat(addresses.stream(), former.stream()).toList();
        this.sockets =
                everywhere.stream().map(address -> address.flow().remote()).collect(Collectors.toUnmodifiableSet());
        this.hosts = sockets.stream().map(InetSocketAddress::getAddress).collect(Collectors.toUnmodifiableSet());
    }

    /** All of them, the preferred first. */
    public List<UpstreamAddress> addresses() {
        return addresses;
    }

    /**
     * Which one a request goes to: one that is up before one that is down or asked to be left alone, then the lowest rank; among equals the call
     * decides. All down is no reason to refuse a call: the health may be wrong, and trying costs the caller nothing.
     *
     * @param call the {@link #key} of the request
     * @param tried a bit for each index that is out of the question
     * @return an index into {@link #addresses}, or -1 where all were tried
     */
    public int choose(long call, long tried) {
        int best = -1;
        boolean bestUp = false;
        double bestScore = 0;
        for (int i = 0; i < addresses.size(); i++) {
            UpstreamAddress address = addresses.get(i);
            boolean up = !address.standing().avoided();
            boolean worse = best >= 0
                    && (bestUp && !up
                            || bestUp == up
                                    && address.route().rank()
                                            > addresses.get(best).route().rank());
            if ((tried & 1L << i) != 0 || worse) {
                continue;
            }
            double score = CallHash.score(call, seeds[i], address.route().weight());
            if (best < 0 || up && !bestUp || score > bestScore) {
                best = i;
                bestUp = up;
                bestScore = score;
            }
        }
        return best;
    }

    /** How many addresses of a proxy are up, or are down. */
    public long count(UpstreamProxy proxy, boolean down) {
        return addresses.stream()
                .filter(address ->
                        address.proxy().equals(proxy) && address.standing().down() == down)
                .count();
    }

    /** What stands for a request in {@link #choose}. */
    public static long key(String callId) {
        return CallHash.of(callId);
    }

    /** Whether a proxy listens at this very address and port. */
    public boolean at(InetSocketAddress socket) {
        return sockets.contains(socket);
    }

    /** The way to the proxy at this very address and port, or null. */
    public @Nullable Flow way(Transport transport, InetSocketAddress socket) {
        if (!at(socket)) {
            return null;
        }
        for (int i = 0; i < everywhere.size(); i++) {
            Flow flow = everywhere.get(i).flow();
            if (flow.transport() == transport && flow.remote().equals(socket)) {
                return flow;
            }
        }
        return null;
    }

    /**
     * The way to the proxy that a URI's host and port name as configured, or null.
     *
     * @param at its address that is meant, if it is one of its; else the one that is preferred
     */
    public @Nullable Flow way(String host, int port, InetAddress at) {
        Flow way = null;
        for (int i = 0; i < everywhere.size(); i++) {
            UpstreamAddress address = everywhere.get(i);
            if (address.proxy().named(host, port)) {
                if (address.flow().remote().getAddress().equals(at)) {
                    return address.flow();
                }
                way = way == null ? address.flow() : way;
            }
        }
        return way;
    }

    /** Whether a proxy has this address. */
    public boolean on(InetAddress host) {
        return hosts.contains(host);
    }
}
