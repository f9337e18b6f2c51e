package io.tollgate.gateway;

import io.tollgate.gateway.admission.Blacklist;
import io.tollgate.gateway.admission.Gatekeeper;
import io.tollgate.gateway.capture.SignallingCopies;
import io.tollgate.gateway.config.GatewaySettings;
import io.tollgate.gateway.config.PolicySettings;
import io.tollgate.gateway.identity.AccountDirectory;
import io.tollgate.gateway.identity.IdentityParts;
import io.tollgate.gateway.identity.Registrations;
import io.tollgate.gateway.journal.Places;
import io.tollgate.gateway.journal.SnapshotForm;
import io.tollgate.gateway.kafka.Adopter;
import io.tollgate.gateway.kafka.DialogJournal;
import io.tollgate.gateway.kafka.EpochFile;
import io.tollgate.gateway.kafka.EventPublisher;
import io.tollgate.gateway.kafka.GatewayIdentity;
import io.tollgate.gateway.kafka.HeartbeatPublisher;
import io.tollgate.gateway.kafka.Phase;
import io.tollgate.gateway.kafka.TopicViews;
import io.tollgate.gateway.kafka.VerdictPublisher;
import io.tollgate.gateway.kafka.ViewTargets;
import io.tollgate.gateway.metrics.GatewayHealth;
import io.tollgate.gateway.metrics.GatewayMetrics;
import io.tollgate.gateway.metrics.GatewayPages;
import io.tollgate.gateway.metrics.ProxyMeters;
import io.tollgate.gateway.metrics.UpstreamMeters;
import io.tollgate.gateway.names.UpstreamNames;
import io.tollgate.gateway.proxy.Boundary;
import io.tollgate.gateway.proxy.Limits;
import io.tollgate.gateway.proxy.Proxy;
import io.tollgate.gateway.proxy.ProxyCounters;
import io.tollgate.gateway.proxy.ProxyParts;
import io.tollgate.gateway.proxy.Rehearsal;
import io.tollgate.gateway.proxy.SteadyClock;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.gateway.store.StoredDialogs;
import io.tollgate.gateway.token.TokenKeys;
import io.tollgate.gateway.token.Tokens;
import io.tollgate.gateway.transaction.Timers;
import io.tollgate.gateway.transport.ListenFailed;
import io.tollgate.gateway.transport.SendOutcome;
import io.tollgate.gateway.transport.SipTransports;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.SettingsRefused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running SIP gateway: sockets, proxy and its ties to Kafka. It takes calls once it knows blacklist, accounts and
 * terminations; Kafka need not be there when it starts, and SIP never waits for it.
 *
 * <p>Safe for all threads.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Gateway.class);
    private static final int LOOKUP_THREADS = 2;
    private static final int LOOKUPS_WAITING = 1_000;
    private static final Duration REHEARSAL = Duration.ofSeconds(4);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ANSWER_SECONDS = 5;
    private static final byte[] KEEP_ALIVE = {'\r', '\n', '\r', '\n'};

    private final String id;
    private final HostPort sip;
    private final @Nullable HostPort sips;
    private final SipTransports transports;
    private final @Nullable SignallingCopies copies;
    private final Proxy proxy;
    private final GatewayStore store;
    private final EventPublisher events;
    private final VerdictPublisher verdicts;
    private final DialogJournal journal;
    private final Places places;
    private final Adopter adopter;
    private final TopicViews views;
    private final CompletableFuture<Void> ready;
    private final HeartbeatPublisher heartbeats;
    private final UpstreamNames names;
    private final ThreadPoolExecutor lookups;
    private final GatewayMetrics metrics;
    private final @Nullable GatewayPages pages;
    private final Duration lease;
    private final Duration drain;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Phase phase = Phase.STARTING;

    private Gateway(GatewaySettings settings, SipTransports transports, Opened opened) {
        this.transports = transports;
        this.lease = settings.kafka().lease();
        this.drain = settings.policy().drain();
        InetSocketAddress local = transports.local();
        this.names = GatewayParts.upstreamNames(settings, transports);
        Boundary boundary = GatewayParts.boundary(settings, transports, names);
        this.id = settings.id(local);
        this.sip = GatewayParts.advertised(settings, local);
        this.sips = GatewayParts.advertisedForTls(settings, transports);
        this.places = new Places(GatewayParts.self(settings, local));
        SteadyClock clock = new SteadyClock(Clock.systemUTC());
        GatewayIdentity identity = new GatewayIdentity(id, epoch(settings, clock), clock.instant());
        this.lookups = opened.add(lookups(), ThreadPoolExecutor::shutdownNow);
        this.copies = GatewayParts.copies(settings, local, clock);
        if (copies != null) {
            opened.add(copies, SignallingCopies::close);
        }
        this.store = opened.add(GatewayParts.store(settings, id), GatewayStore::close);
        this.verdicts = opened.add(VerdictPublisher.of(settings.kafka(), identity), VerdictPublisher::close);
        this.events = opened.add(EventPublisher.start(settings.kafka(), identity, store), EventPublisher::close);
        SnapshotForm form = new SnapshotForm(local);
        this.journal = opened.add(
                DialogJournal.of(settings.kafka(), identity, new StoredDialogs(store, form), form, clock::instant),
                DialogJournal::close);
        AccountDirectory accounts = new AccountDirectory();
        Blacklist blacklist = new Blacklist();
        ProxyParts parts = parts(settings, boundary, identity, clock, accounts, blacklist);
        this.proxy = opened.add(new Proxy(parts), Proxy::close);
        this.views = opened.add(
                TopicViews.start(
                        settings.kafka(),
                        id,
                        new ViewTargets(blacklist, accounts, proxy::terminate, proxy::decide),
                        store,
                        journal.restored()),
                TopicViews::close);
        this.heartbeats = opened.add(
                HeartbeatPublisher.start(settings.kafka(), identity, sip.toString(), proxy::liveCalls, clock::instant),
                HeartbeatPublisher::close);
        proxy.start();
        ProxyHands hands = new ProxyHands(proxy);
        journal.start(hands, heartbeats::lapses);
        this.adopter = opened.add(
                Adopter.start(
                        settings.kafka(),
                        identity,
                        form,
                        clock::instant,
                        journal,
                        hands,
                        () -> phase == Phase.SERVING,
                        places),
                Adopter::close);
        this.metrics = opened.add(new GatewayMetrics(id), GatewayMetrics::close);
        this.pages = pages(settings, identity);
        transports.start(copies == null ? proxy : copies.received(proxy));
        // Beside the reading of the topics, which takes longer.
        this.ready = CompletableFuture.allOf(
                views.usable(), CompletableFuture.runAsync(() -> rehearse(parts, local), lookups));
        views.usable().thenRun(proxy::releaseAll);
        ready.thenRun(this::serve);
    }

    private void rehearse(ProxyParts parts, InetSocketAddress local) {
        // A keep-alive to ourselves: Netty loads a hundred classes with the first datagram that it reads.
        transports.send(Flow.to(Transport.UDP, local, local), KEEP_ALIVE, SendOutcome.IGNORED);
        try {
            Rehearsal.run(parts, REHEARSAL);
        } catch (RuntimeException e) {
            // Without it the first calls are slower; without a gateway there are none.
            LOGGER.atWarn().setCause(e).log("the rehearsal failed");
        }
    }

    private @Nullable GatewayPages pages(GatewaySettings settings, GatewayIdentity identity) {
        HostPort http = settings.http();
        if (http == null) {
            return null;
        }
        metrics.bind(transports);
        if (copies != null) {
            metrics.bind(copies);
        }
        metrics.bind(store);
        metrics.bind(events);
        metrics.bind(verdicts);
        metrics.bind(journal, adopter);
        metrics.bind(views);
        metrics.bind(heartbeats);
        ProxyMeters.bind(metrics, proxy);
        UpstreamMeters.bind(metrics, proxy.upstreams());
        GatewayHealth health = new GatewayHealth(
                identity,
                () -> phase,
                proxy::liveCalls,
                settings.kafka().lease(),
                events,
                journal,
                views,
                heartbeats,
                proxy.upstreams());
        try {
            return GatewayPages.start(http.toSocketAddress(), health, metrics::scrape);
        } catch (IOException e) {
            throw new SettingsRefused(
                    List.of("--gateway-http: " + http + ", expected an address that is free: " + e.getMessage()));
        }
    }

    /**
     * Starts a gateway.
     *
     * @throws SettingsRefused if its address cannot be had, or its upstream's name not resolved
     */
    public static Gateway start(GatewaySettings settings) {
        SipTransports transports;
        try {
            transports = SipTransports.bind(settings.transport());
        } catch (ListenFailed taken) {
            throw new SettingsRefused(List.of(
                    "--" + taken.setting() + ": " + taken.address() + ", expected a free port: " + taken.getMessage()));
        }
        Opened opened = new Opened();
        opened.add(transports, SipTransports::close);
        try {
            return new Gateway(settings, transports, opened);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private ProxyParts parts(
            GatewaySettings settings,
            Boundary boundary,
            GatewayIdentity identity,
            SteadyClock clock,
            AccountDirectory accounts,
            Blacklist blacklist) {
        PolicySettings policy = settings.policy();
        TokenKeys keys = new TokenKeys(settings.secrets());
        int callsPerShard = Math.max(1, settings.maxCalls() / settings.shards());
        return new ProxyParts(
                id,
                settings.shards(),
                boundary,
                copies == null ? transports::send : copies.sent(transports::send),
                transports::open,
                clock,
                Timers.RFC_3261,
                Limits.of(callsPerShard, policy.decision(), policy.retryAfter(), policy.unconfirmed(), policy.ping())
                        .ringing(policy.ringing(), policy.early())
                        .datagrams(settings.transport().udpMaxBytes()),
                () -> new Tokens(keys, id, identity.epoch()),
                accounts,
                new Registrations(policy.maxRegistrations()),
                IdentityParts.of(policy.identity()),
                new Gatekeeper(blacklist, policy.refusals(), policy.unknownAccounts()),
                policy.events(),
                settings.numbers(),
                settings.emergencyNumbers(),
                events,
                lookups,
                new ProxyCounters(),
                () -> phase == Phase.SERVING,
                journal,
                this::vouched,
                events::nearlyFull,
                policy.trustedNetworks(),
                policy.defence(),
                verdicts,
                places,
                policy.observe());
    }

    private static ThreadPoolExecutor lookups() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                LOOKUP_THREADS,
                LOOKUP_THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(LOOKUPS_WAITING),
                task -> {
                    Thread thread = new Thread(task, "sip-names");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private long epoch(GatewaySettings settings, SteadyClock clock) {
        try {
            return EpochFile.next(settings.data().resolve("gateway-" + id), clock.instant());
        } catch (IOException e) {
            throw new SettingsRefused(
                    List.of("--data: " + settings.data() + ", expected a directory that can be written: " + e));
        }
    }

    /**
     * Whether streams still take this gateway's calls for alive; with half the lease gone another gateway may soon have
     * them, and nothing is to be said of them but what was ordered.
     */
    private boolean vouched() {
        Duration silent = heartbeats.sinceAcknowledged();
        return silent != null && silent.compareTo(lease.dividedBy(2)) < 0 && journal.hasSettled(heartbeats.lapses());
    }

    private synchronized void serve() {
        if (phase == Phase.STARTING) {
            enter(Phase.SERVING);
        }
    }

    private synchronized void enter(Phase next) {
        phase = next;
        heartbeats.enter(next);
    }

    /** Its name in the cluster. */
    public String id() {
        return id;
    }

    /** Where others send SIP. */
    public HostPort sip() {
        return sip;
    }

    /** Where others send SIP over TLS; null: nowhere. */
    public @Nullable HostPort sips() {
        return sips;
    }

    /** Where its own pages are; null: nowhere. */
    public @Nullable URI http() {
        return pages == null ? null : pages.http();
    }

    /**
     * Waits until it takes calls.
     *
     * @return false if it does not within that time
     */
    public boolean awaitServing(Duration within) throws InterruptedException {
        try {
            ready.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    /**
     * Takes no more calls and tells so, waits a bounded time for those that ring, leaves those that are answered to who
     * takes them up (another gateway, or this one at its next start), delivers the events that Kafka takes at once, and
     * closes everything. Once: a second time nothing is left to do.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        enter(Phase.DRAINING);
        adopter.close();
        settle();
        transports.close();
        proxy.close();
        if (copies != null) {
            copies.close();
        }
        views.close();
        journal.close();
        events.close();
        verdicts.close();
        heartbeats.enter(Phase.STOPPED);
        heartbeats.close();
        store.close();
        if (pages != null) {
            pages.close();
        }
        metrics.close();
        names.close();
        lookups.shutdownNow();
    }

    private void settle() {
        long began = System.nanoTime();
        try {
            while (proxy.unsettled().get(ANSWER_SECONDS, TimeUnit.SECONDS) > 0
                    && System.nanoTime() - began < drain.toNanos()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            proxy.giveUp().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            proxy.handOver().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            LOGGER.atError().setCause(stuck).log("a shard does not answer, its newest calls are not handed over");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
