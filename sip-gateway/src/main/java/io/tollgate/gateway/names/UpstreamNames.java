package io.tollgate.gateway.names;

import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.upstream.UpstreamProxy;
import io.tollgate.gateway.upstream.UpstreamRoute;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.SipTarget;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps the addresses of the upstream proxies as DNS has them: each name is asked for anew when its answer has lived its
 * time. Where DNS does not answer, or knows nothing any more, the last addresses stay, since calls go on without it; so do
 * those of a part that it does not answer for.
 *
 * <p>Safe for all threads. Nothing waits for DNS but the start.
 */
public final class UpstreamNames implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(UpstreamNames.class);
    private static final int PRIORITY_BITS = 16;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final String FOUND = "upstream's name is found";
    private static final String PARTLY = "upstream's name is found in part, what the rest last led to stays";
    private static final String NOWHERE = "upstream's name leads nowhere, its last addresses stay";

    private final SipNames names;
    private final Function<Transport, InetSocketAddress> local;
    private final Duration shortest;
    private final List<Entry> entries = new ArrayList<>();
    private volatile @Nullable Upstreams upstreams;
    private volatile boolean closed;

    /** One target and what is known of it. */
    private final class Entry {
        private final SipTarget target;
        private final UpstreamProxy proxy;
        private final int rank;
        private volatile List<UpstreamRoute> routes = List.of();
        private volatile String told = FOUND;

        Entry(SipTarget target, int index) {
            this.target = target;
            this.rank = index << PRIORITY_BITS;
            HostPort address = target.address();
            String written = address.toString();
            String host = written.substring(0, written.lastIndexOf(':'));
            int port = target.lookup() == SipTarget.Lookup.ADDRESS ? address.port() : -1;
            this.proxy = new UpstreamProxy(target.toString(), host, port);
        }

        /** How long what is known now holds. */
        Duration take(@Nullable Located found, @Nullable Throwable failure) {
            boolean nothing = found == null || found.places().isEmpty();
            Throwable reason = found == null ? failure : found.missing();
            String state = nothing ? NOWHERE : reason == null ? FOUND : PARTLY;
            if (!state.equals(told)) {
                told = state;
                LOGGER.atLevel(state.equals(FOUND) ? Level.INFO : Level.WARN)
                        .addKeyValue("upstream", proxy.name())
                        .addKeyValue("reason", reason == null ? "" : reason.toString())
                        .log(state);
            }
            if (found == null || nothing) {
                return shortest;
            }
            routes = found.places().stream()
                    .map(place -> new UpstreamRoute(
                            proxy,
                            Flow.to(place.transport(), local.apply(place.transport()), place.socket()),
                            rank + place.priority(),
                            place.weight()))
                    .toList();
            return found.ttl();
        }
    }

    /**
     * Names of the upstream.
     *
     * @param local our end of flows on a transport
     * @param shortest no name is asked for more often
     */
    public UpstreamNames(
            SipNames names, List<SipTarget> targets, Function<Transport, InetSocketAddress> local, Duration shortest) {
        this.names = names;
        this.local = local;
        this.shortest = shortest;
        for (SipTarget target : targets) {
            entries.add(new Entry(target, entries.size()));
        }
    }

    /** All proxies as configured, the preferred first. */
    public List<UpstreamProxy> proxies() {
        return entries.stream().map(entry -> entry.proxy).toList();
    }

    /** Asks for all names and waits, so long at most: the ways that are known then, perhaps none. */
    public List<UpstreamRoute> first(Duration within) {
        CompletableFuture<?>[] asked = entries.stream().map(this::ask).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(asked)
                .completeOnTimeout(null, within.toNanos(), TimeUnit.NANOSECONDS)
                .join();
        return routes();
    }

    /** Keeps these up to date from now on. */
    public void keep(Upstreams live) {
        upstreams = live;
        renew();
    }

    private List<UpstreamRoute> routes() {
        return entries.stream()
                .flatMap(entry -> entry.routes.stream())
                .sorted(Comparator.comparingInt(UpstreamRoute::rank))
                .toList();
    }

    /** Asks for one name, and again when its answer is old. */
    private CompletableFuture<?> ask(Entry entry) {
        return names.locate(entry.target)
                .handle(entry::take)
                .thenAccept(life -> {
                    renew();
                    askLater(entry, life);
                })
                .toCompletableFuture();
    }

    private void askLater(Entry entry, Duration life) {
        long pause = Math.max(shortest.toMillis(), Math.min(life.toMillis(), LONGEST.toMillis()));
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS).execute(() -> {
            if (!closed) {
                ask(entry);
            }
        });
    }

    private synchronized void renew() {
        Upstreams live = upstreams;
        List<UpstreamRoute> known = routes();
        if (live == null || known.isEmpty()) {
            return;
        }
        List<UpstreamRoute> before =
                live.now().addresses().stream().map(UpstreamAddress::route).toList();
        if (before.equals(known)) {
            live.forget(System.nanoTime());
        } else {
            live.replace(known, System.nanoTime());
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
