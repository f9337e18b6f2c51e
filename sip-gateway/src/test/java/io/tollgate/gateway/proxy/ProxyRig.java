package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.AttemptRates;
import io.tollgate.gateway.admission.Blacklist;
import io.tollgate.gateway.admission.Defence;
import io.tollgate.gateway.admission.Gatekeeper;
import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.admission.SourceVerdict;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.config.TransportSettings;
import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.AccountDirectory;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.IdentityParts;
import io.tollgate.gateway.identity.IdentityPolicy;
import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.identity.Registrations;
import io.tollgate.gateway.identity.UnknownAccounts;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.journal.Places;
import io.tollgate.gateway.number.EmergencyNumbers;
import io.tollgate.gateway.number.NumberPlan;
import io.tollgate.gateway.token.TokenKeys;
import io.tollgate.gateway.token.Tokens;
import io.tollgate.gateway.transaction.Timers;
import io.tollgate.gateway.transport.SendOutcome;
import io.tollgate.gateway.transport.SipTransports;
import io.tollgate.gateway.transport.TransportCounters;
import io.tollgate.gateway.upstream.UpstreamPolicy;
import io.tollgate.gateway.upstream.UpstreamProxy;
import io.tollgate.gateway.upstream.UpstreamRoute;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Ip;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.phone.Hop;
import io.tollgate.testsupport.scenario.Await;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A gateway without Kafka: real sockets and the real proxy; events are kept, commands and accounts are given by hand. */
final class ProxyRig implements AutoCloseable {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    final AccountDirectory accounts = new AccountDirectory();
    final Registrations registrations = new Registrations(1_000);
    final Blacklist blacklist = new Blacklist();
    final ConcurrentLinkedQueue<CallEvent> events = new ConcurrentLinkedQueue<>();
    /** Every message that left, in order. */
    final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();

    final ConcurrentLinkedQueue<SourceVerdict> verdicts = new ConcurrentLinkedQueue<>();
    final ProxyCounters counters = new ProxyCounters();
    final SteadyClock clock = new SteadyClock(Clock.systemUTC());
    final ProxyParts parts;
    final Proxy proxy;
    final KeptCalls kept = new KeptCalls();

    final Places places;
    volatile boolean accepting = true;
    volatile boolean vouched = true;
    volatile boolean eventsFull;
    private final SipTransports transports;

    ProxyRig(InetSocketAddress upstream) throws Exception {
        this(upstream, Transport.UDP);
    }

    ProxyRig(InetSocketAddress upstream, Transport transport) throws Exception {
        this(upstream, transport, ANY_PORT, Limits.DEFAULTS, Timers.RFC_3261);
    }

    ProxyRig(InetSocketAddress upstream, Limits limits) throws Exception {
        this(upstream, limits, Timers.RFC_3261);
    }

    ProxyRig(InetSocketAddress upstream, Limits limits, Timers timers) throws Exception {
        this(upstream, Transport.UDP, ANY_PORT, limits, timers);
    }

    /** One of several gateways. */
    ProxyRig(String id, InetSocketAddress upstream) throws Exception {
        this(upstream, id, IdentityPolicy.DEFAULTS);
    }

    /** One of several that share the name of {@code name}. */
    ProxyRig(String id, InetSocketAddress upstream, InetSocketAddress name) throws Exception {
        this(
                local -> new Upstreams(UpstreamPolicy.DEFAULTS, routes(Transport.UDP, local, List.of(upstream))),
                ANY_PORT,
                name,
                Limits.DEFAULTS,
                Timers.RFC_3261,
                id,
                IdentityPolicy.DEFAULTS,
                Defence.DEFAULTS);
    }

    /** At the address that another gateway had. */
    ProxyRig(InetSocketAddress upstream, InetSocketAddress bind) throws Exception {
        this(upstream, Transport.UDP, bind, Limits.DEFAULTS, Timers.RFC_3261);
    }

    ProxyRig(InetSocketAddress upstream, Defence defence) throws Exception {
        this(
                upstream,
                Transport.UDP,
                ANY_PORT,
                Limits.DEFAULTS,
                Timers.RFC_3261,
                "gw",
                IdentityPolicy.DEFAULTS,
                defence);
    }

    /** A gateway of this name, which knows callers so. */
    ProxyRig(InetSocketAddress upstream, String gatewayId, IdentityPolicy identity, Network... trusted)
            throws Exception {
        this(
                upstream,
                Transport.UDP,
                ANY_PORT,
                Limits.DEFAULTS,
                Timers.RFC_3261,
                gatewayId,
                identity,
                Defence.DEFAULTS,
                trusted);
    }

    /** Before several upstream proxies. */
    ProxyRig(List<InetSocketAddress> upstreams, Transport transport, UpstreamPolicy policy) throws Exception {
        this(
                local -> new Upstreams(policy, routes(transport, local, upstreams)),
                ANY_PORT,
                null,
                Limits.DEFAULTS,
                Timers.RFC_3261,
                "gw",
                IdentityPolicy.DEFAULTS,
                Defence.DEFAULTS);
    }

    private ProxyRig(
            InetSocketAddress upstream, Transport transport, InetSocketAddress bind, Limits limits, Timers timers)
            throws Exception {
        this(upstream, transport, bind, limits, timers, "gw", IdentityPolicy.DEFAULTS, Defence.DEFAULTS);
    }

    private ProxyRig(
            InetSocketAddress upstream,
            Transport transport,
            InetSocketAddress bind,
            Limits limits,
            Timers timers,
            String gatewayId,
            IdentityPolicy identity,
            Defence defence,
            Network... trusted)
            throws Exception {
        this(
                local -> new Upstreams(UpstreamPolicy.DEFAULTS, routes(transport, local, List.of(upstream))),
                bind,
                null,
                limits,
                timers,
                gatewayId,
                identity,
                defence,
                trusted);
    }

    /** Likewise, on every transport that the settings switch on. */
    ProxyRig(TransportSettings sockets, List<InetSocketAddress> upstreams, Transport transport, UpstreamPolicy policy)
            throws Exception {
        this(
                local -> new Upstreams(policy, routes(transport, local, upstreams)),
                sockets,
                null,
                Limits.DEFAULTS,
                Timers.RFC_3261,
                "gw",
                IdentityPolicy.DEFAULTS,
                Defence.DEFAULTS);
    }

    /** On every transport that the settings switch on. */
    ProxyRig(TransportSettings sockets, InetSocketAddress upstream, Transport transport) throws Exception {
        this(
                local -> new Upstreams(UpstreamPolicy.DEFAULTS, routes(transport, local, List.of(upstream))),
                sockets,
                null,
                Limits.DEFAULTS,
                Timers.RFC_3261,
                "gw",
                IdentityPolicy.DEFAULTS,
                Defence.DEFAULTS);
    }

    private ProxyRig(
            Function<InetSocketAddress, Upstreams> upstreams,
            InetSocketAddress bind,
            @Nullable InetSocketAddress name,
            Limits limits,
            Timers timers,
            String gatewayId,
            IdentityPolicy identity,
            Defence defence,
            Network... trusted)
            throws Exception {
        this(upstreams, TransportSettings.on(bind), name, limits, timers, gatewayId, identity, defence, trusted);
    }

    private ProxyRig(
            Function<InetSocketAddress, Upstreams> upstreams,
            TransportSettings sockets,
            @Nullable InetSocketAddress name,
            Limits limits,
            Timers timers,
            String gatewayId,
            IdentityPolicy identity,
            Defence defence,
            Network... trusted)
            throws Exception {
        transports = SipTransports.bind(sockets);
        InetSocketAddress local = transports.local();
        Listeners own = name == null ? listeners() : named(local, name);
        Boundary boundary = new Boundary(own, upstreams.apply(local), List.of());
        places = new Places("127.0.0.1:" + local.getPort());
        TokenKeys keys = new TokenKeys(List.of("a key that only tests use".getBytes(StandardCharsets.UTF_8)));
        NumberPlan numbers = NumberPlan.DEFAULTS;
        parts = new ProxyParts(
                gatewayId,
                2,
                boundary,
                this::send,
                transports::open,
                clock,
                timers,
                limits,
                () -> new Tokens(keys, gatewayId, 1),
                accounts,
                registrations,
                IdentityParts.of(identity),
                new Gatekeeper(blacklist, RefusalCodes.DEFAULTS, UnknownAccounts.ADMIT),
                new AttemptRates.Bound(1_000, 1_000, 10_000),
                numbers,
                EmergencyNumbers.defaults(numbers),
                events::add,
                Runnable::run,
                counters,
                () -> accepting,
                kept,
                () -> vouched,
                () -> eventsFull,
                List.of(trusted),
                defence,
                verdicts::add,
                places,
                false);
        proxy = new Proxy(parts);
        proxy.start();
        transports.start(proxy);
    }

    private Listeners listeners() {
        Map<Transport, Listeners.Listener> own = new EnumMap<>(Transport.class);
        for (Transport transport : Transport.values()) {
            InetSocketAddress local = transports.local(transport);
            if (local != null) {
                own.put(transport, new Listeners.Listener(local, Ip.hostPort(local), null));
            }
        }
        Set<Integer> ports = own.values().stream()
                .map(listener -> listener.local().getPort())
                .collect(Collectors.toSet());
        return new Listeners(own, Set.of("localhost"), Set.of(transports.local().getAddress()), ports, Set.of());
    }

    private static List<UpstreamRoute> routes(
            Transport transport, InetSocketAddress local, List<InetSocketAddress> upstreams) {
        return IntStream.range(0, upstreams.size())
                .mapToObj(rank -> {
                    InetSocketAddress remote = upstreams.get(rank);
                    UpstreamProxy proxy = new UpstreamProxy(Ip.host(remote.getAddress()), remote.getPort());
                    return new UpstreamRoute(proxy, Flow.to(transport, local, remote), rank, 1);
                })
                .toList();
    }

    /** A message that left. */
    record Sent(Flow flow, byte[] message) {}

    private void send(Flow flow, byte[] message, SendOutcome outcome) {
        sent.add(new Sent(flow, message));
        transports.send(flow, message, outcome);
    }

    TransportCounters sockets() {
        return transports.counters();
    }

    InetSocketAddress address(Transport transport) {
        return Objects.requireNonNull(transports.local(transport));
    }

    private static Listeners named(InetSocketAddress local, InetSocketAddress name) {
        Listeners.Listener listener = new Listeners.Listener(local, "127.0.0.1:" + name.getPort(), null);
        return new Listeners(
                Map.of(Transport.UDP, listener, Transport.TCP, listener),
                Set.of("localhost"),
                Set.of(local.getAddress()),
                Set.of(local.getPort(), name.getPort()),
                Set.of());
    }

    Hop hop(Hop.Transport transport) {
        return new Hop(transport, transports.local());
    }

    Hop udp() {
        return hop(Hop.Transport.UDP);
    }

    /** Waits until the journal has so many calls. */
    List<CallSnapshot> awaitKept(int calls) {
        Await.until("calls kept", Duration.ofSeconds(10), () -> kept.calls.size() == calls, kept.calls::toString);
        return List.copyOf(kept.calls.values());
    }

    InetSocketAddress address() {
        return transports.local();
    }

    /** An account without limits, known by its name. */
    void provision(String account) {
        accounts.put(new AccountSettings(account, true, List.of(), List.of(), false, null, false, null, null, null));
    }

    /** Ends the calls that a verdict names. */
    void terminate(@Nullable String id, @Nullable String callId, @Nullable String account) {
        Instant now = clock.instant();
        proxy.terminate(new Termination(
                id == null ? "t-1" : id,
                0,
                now,
                callId,
                account,
                null,
                null,
                now,
                TerminationReason.FRAUD_VERDICT,
                "grounds",
                null));
    }

    /** The events of one SIP call so far. */
    List<CallEvent> of(String sipCallId) {
        return events.stream()
                .filter(event -> event.call().sipCallId().equals(sipCallId))
                .toList();
    }

    /** Waits for an event of this call. */
    <T extends Happening> T await(String sipCallId, Class<T> type, Predicate<T> wanted) {
        Await.until(
                type.getSimpleName() + " of " + sipCallId,
                Duration.ofSeconds(10),
                () -> find(sipCallId, type, wanted) != null,
                () -> events.toString());
        T found = find(sipCallId, type, wanted);
        if (found == null) {
            throw new AssertionError("an event was lost");
        }
        return found;
    }

    private <T extends Happening> @Nullable T find(String sipCallId, Class<T> type, Predicate<T> wanted) {
        return of(sipCallId).stream()
                .map(CallEvent::happening)
                .filter(type::isInstance)
                .map(type::cast)
                .filter(wanted)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        transports.close();
        proxy.close();
    }
}
