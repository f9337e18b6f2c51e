package io.tollgate.gateway.proxy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.AttemptRates;
import io.tollgate.gateway.admission.Blacklist;
import io.tollgate.gateway.admission.Defence;
import io.tollgate.gateway.admission.Gatekeeper;
import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.command.TerminationReason;
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
import io.tollgate.gateway.transport.SendFault;
import io.tollgate.gateway.transport.SendOutcome;
import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.upstream.UpstreamPolicy;
import io.tollgate.gateway.upstream.UpstreamProxy;
import io.tollgate.gateway.upstream.UpstreamRoute;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One shard of the real proxy without thread, clock or network: time passes when the test says so, so that 32 seconds of
 * retransmissions take milliseconds and every interleaving can be written down. Not thread-safe.
 */
final class ShardByHand {
    static final String ACCOUNT = "alice";

    /** A message that left. */
    record Sent(Flow to, SipMessage message, Duration at) {
        boolean request(String method) {
            return message.isRequest() && message.methodName().equals(method);
        }

        boolean response(int status, String method) {
            return message.status() == status && message.methodName().equals(method);
        }

        /** Whether Tollgate speaks itself, and passes nothing on. */
        boolean own() {
            return message.elements(HeaderName.VIA).size() == 1;
        }

        @Override
        public String toString() {
            String text = new String(message.bytes(), StandardCharsets.UTF_8);
            return at + " to " + to.remote() + ": " + text.substring(0, text.indexOf('\r')) + " CSeq " + message.cseq()
                    + ' ' + message.methodName() + " To tag " + message.toTag();
        }
    }

    private static final Duration STEP = Duration.ofMillis(10);
    private static final Duration LONG_STEP = Duration.ofMillis(500);
    private static final Duration FINE = Duration.ofSeconds(60);
    private static final Instant BEGAN = Instant.parse("2026-01-01T12:00:00Z");
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.100", 5060);

    static final Flow CALLER = Flow.to(Transport.UDP, LOCAL, new InetSocketAddress("192.0.2.1", 5060));
    static final Flow UPSTREAM = Flow.to(Transport.UDP, LOCAL, new InetSocketAddress("192.0.2.2", 5060));

    final AccountDirectory accounts = new AccountDirectory();
    final Blacklist blacklist = new Blacklist();
    final Gatekeeper gatekeeper;
    final ProxyCounters counters = new ProxyCounters();
    final List<CallEvent> events = new ArrayList<>();
    final List<Sent> sent = new ArrayList<>();
    final KeptCalls kept = new KeptCalls();
    /** Nothing can be sent to these. */
    final Set<InetSocketAddress> gone = new HashSet<>();

    private final Upstreams upstreams;
    private final ProxyShard shard;
    final Door door;
    private final ListAppender<ILoggingEvent> faults = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("io.tollgate.gateway.proxy");
    /** Whether connections neither come about nor fail. */
    boolean firewalled;

    /** Whether its thread has no time. */
    boolean busy;
    /** Whether it is neither starting nor draining. */
    boolean accepting = true;

    private long nanos;

    ShardByHand() {
        this(Limits.DEFAULTS);
    }

    ShardByHand(Limits limits) {
        this(limits, Defence.DEFAULTS);
    }

    /** Before more upstreams, which come after the first. */
    ShardByHand(Limits limits, Defence defence, UpstreamRoute... more) {
        this(limits, defence, RefusalCodes.DEFAULTS, more);
    }

    /** That refuses with these codes. */
    ShardByHand(RefusalCodes codes) {
        this(Limits.DEFAULTS, Defence.DEFAULTS, codes);
    }

    private ShardByHand(Limits limits, Defence defence, RefusalCodes codes, UpstreamRoute... more) {
        gatekeeper = new Gatekeeper(blacklist, codes, UnknownAccounts.ADMIT);
        List<UpstreamRoute> routes = new ArrayList<>(List.of(more));
        routes.add(new UpstreamRoute(new UpstreamProxy("192.0.2.2", 5060), UPSTREAM, 0, 1));
        upstreams = new Upstreams(UpstreamPolicy.DEFAULTS, routes);
        Boundary boundary = new Boundary(Listeners.plain(LOCAL, "192.0.2.100:5060", Set.of()), upstreams, List.of());
        faults.start();
        log.addAppender(faults);
        TokenKeys keys = new TokenKeys(List.of("a key that only tests use".getBytes(StandardCharsets.UTF_8)));
        SteadyClock clock = new SteadyClock(Clock.fixed(BEGAN, ZoneOffset.UTC), () -> nanos);
        ProxyParts parts = new ProxyParts(
                "gw",
                1,
                boundary,
                this::leaves,
                flow -> !gone.contains(flow.remote()),
                clock,
                Timers.RFC_3261,
                limits,
                () -> new Tokens(keys, "gw", 1),
                accounts,
                new Registrations(10),
                IdentityParts.of(IdentityPolicy.DEFAULTS),
                gatekeeper,
                new AttemptRates.Bound(1_000, 1_000, 10_000),
                NumberPlan.DEFAULTS,
                EmergencyNumbers.defaults(NumberPlan.DEFAULTS),
                events::add,
                Runnable::run,
                counters,
                () -> accepting,
                kept,
                () -> true,
                () -> false,
                List.of(),
                defence,
                verdict -> {},
                new Places(""),
                false);
        door = new Door(parts);
        // What may be said to an address that is not proved is another matter than races.
        door.proved(CALLER);
        shard = new ProxyShard("by hand", parts, door);
    }

    /** Bugs that the shard has survived; whoever asks has done with it. */
    List<String> faults() {
        log.detachAppender(faults);
        return faults.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR
                        && event.getThreadName().equals(Thread.currentThread().getName()))
                .map(event -> event + " " + event.getThrowableProxy().getMessage())
                .toList();
    }

    private void leaves(Flow to, byte[] message, SendOutcome outcome) {
        if (firewalled && to.transport() == Transport.TCP) {
            return;
        }
        if (gone.contains(to.remote())) {
            outcome.onFailure(to, SendFault.CONNECTION_GONE);
            return;
        }
        outcome.onWriting();
        outcome.onWritten();
        sent.add(new Sent(to, parsed(message), now()));
    }

    static SipMessage parsed(byte[] message) {
        try {
            return SipMessage.parse(message.clone());
        } catch (MalformedMessage e) {
            throw new AssertionError(e.fault() + " in " + new String(message, StandardCharsets.UTF_8), e);
        }
    }

    /** Time since the beginning. */
    Duration now() {
        return Duration.ofNanos(nanos);
    }

    /** The same on the clock. */
    Instant instant() {
        return BEGAN.plus(now());
    }

    void receive(Flow from, String message) {
        receive(from, message.getBytes(StandardCharsets.UTF_8));
    }

    /** Likewise, if the door lets it in. */
    boolean arrives(Flow from, String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (door.shut(from, bytes) || door.passesOver(from, parsed(bytes))) {
            return false;
        }
        receive(from, bytes);
        return true;
    }

    /** A message comes in, and everything that can be done about it at once is done. */
    void receive(Flow from, byte[] message) {
        shard.receive(parsed(message), from, false);
        turn();
    }

    /** Messages wait longer for this shard than they may, and new calls are left out. */
    void overload() {
        for (int i = 0; shard.overload() < 1; i++) {
            shard.receive(
                    parsed("""
                            OPTIONS sip:192.0.2.100 SIP/2.0
                            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKlate%d
                            From: <sip:alice@192.0.2.100>;tag=1
                            To: <sip:192.0.2.100>
                            Call-ID: late-%d
                            CSeq: 1 OPTIONS
                            Max-Forwards: 70
                            Content-Length: 0

                            """.formatted(i, i).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)), CALLER, false);
            nanos += Duration.ofSeconds(3).toNanos();
            turn();
        }
    }

    /** Time passes; a long time in longer steps, since what is left then is far apart. */
    void pass(Duration time) {
        long end = nanos + time.toNanos();
        long fine = nanos + FINE.toNanos();
        while (nanos < end) {
            nanos = Math.min(end, nanos + (nanos < fine ? STEP : LONG_STEP).toNanos());
            turn();
        }
    }

    private void turn() {
        int turns = 0;
        while (!busy && shard.turn()) {
            if (++turns > 100_000) {
                throw new AssertionError("the shard never rests");
            }
        }
    }

    /** An order for one call comes. */
    void terminate(String id, String sipCallId) {
        terminate(id, sipCallId, TerminationReason.FRAUD_VERDICT);
    }

    void terminate(String id, String sipCallId, TerminationReason reason) {
        Instant at = instant();
        shard.terminate(new Termination(id, 0, at, sipCallId, null, null, null, at, reason, "grounds", null));
        turn();
    }

    /** A call of another gateway is taken up. */
    void resume(CallSnapshot snapshot) {
        shard.handle(resumer -> resumer.resume(List.of(snapshot), Resumption.of(true, 1)));
        turn();
    }

    /** The gateway stops, and gives up what nobody has answered. */
    void giveUp() {
        shard.handle(Resumer::giveUp);
        turn();
    }

    /** It asks the upstream whether that serves. */
    void check() {
        UpstreamAddress asked = upstreams.now().addresses().stream()
                .filter(address -> address.flow().equals(UPSTREAM))
                .findFirst()
                .orElseThrow();
        shard.check(asked, "check-" + now());
        turn();
    }

    /** The Admission of one call comes. */
    void decide(String callId, boolean admitted) {
        shard.decide(
                new AdmissionDecision(callId, ACCOUNT, admitted, admitted ? null : RefusalReason.CHANNEL_LIMIT, null));
        turn();
    }

    /**
     * What its account is.
     *
     * @param trunk whether the caller's address proves it
     */
    void account(boolean strict, boolean trunk, @Nullable Integer channelLimit) {
        Network network = Network.parse("192.0.2.1/32");
        accounts.put(new AccountSettings(
                ACCOUNT,
                true,
                List.of(),
                trunk && network != null ? List.of(network) : List.of(),
                strict,
                null,
                false,
                null,
                null,
                channelLimit));
    }

    /** Messages that left this way, in order. */
    List<Sent> sent(Flow to, Predicate<Sent> wanted) {
        return sent.stream()
                .filter(one -> one.to().remote().equals(to.remote()))
                .filter(wanted)
                .toList();
    }

    /** The last of them. */
    SipMessage last(Flow to, Predicate<Sent> wanted) {
        List<Sent> all = sent(to, wanted);
        if (all.isEmpty()) {
            throw new AssertionError("nothing like that left; what did:\n" + story());
        }
        return all.get(all.size() - 1).message();
    }

    /** What was told, in order. */
    List<Happening> told() {
        return events.stream().map(CallEvent::happening).toList();
    }

    /** All that left, a line for each message. */
    String story() {
        StringBuilder text = new StringBuilder();
        sent.forEach(one -> text.append(one).append('\n'));
        return text.append(told()).toString();
    }

    int transactions() {
        return shard.transactions();
    }

    int timers() {
        return shard.timers();
    }

    int deadlines() {
        return shard.deadlines();
    }

    long lingeringBytes() {
        return shard.lingeringBytes();
    }

    int liveCalls() {
        return shard.liveCalls();
    }
}
