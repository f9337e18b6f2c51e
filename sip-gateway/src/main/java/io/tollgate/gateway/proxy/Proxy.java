package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.SourceWatch;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.identity.Registrations;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.transport.MessageSink;
import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SIP proxy: takes messages from the sockets and commands from Kafka, and hands each to the shard that it belongs to.
 *
 * <p>Safe for all threads; nothing here blocks.
 */
public final class Proxy implements MessageSink, AutoCloseable {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ProxyParts parts;
    private final Door door;
    private final List<ProxyShard> shards = new ArrayList<>();

    /** A proxy, not yet running. */
    public Proxy(ProxyParts parts) {
        this.parts = parts;
        this.door = new Door(parts);
        for (int i = 0; i < parts.shards(); i++) {
            shards.add(new ProxyShard("sip-shard-" + i, parts, door));
        }
    }

    /** Starts the shards. */
    public void start() {
        shards.forEach(ProxyShard::start);
        shards.get(0).each(SECOND_NANOS, parts.clock()::slew);
        checkUpstreams();
    }

    /** Asks each upstream address whether it serves, and comes back. */
    private void checkUpstreams() {
        Upstreams upstreams = parts.boundary().upstreams();
        Duration pause = upstreams.check();
        if (!pause.isZero()) {
            for (UpstreamAddress address : upstreams.now().addresses()) {
                String callId = UUID.randomUUID().toString();
                shard(callId).check(address, callId);
            }
        }
        // DNS may bring a second address at any time.
        shards.get(0).after(pause.isZero() ? SECOND_NANOS : pause.toNanos(), this::checkUpstreams);
    }

    @Override
    public void onMessage(Flow flow, byte[] bytes) {
        take(flow, bytes, false);
    }

    @Override
    public void onMessageAmongFew(Flow flow, byte[] bytes) {
        take(flow, bytes, true);
    }

    private void take(Flow flow, byte[] bytes, boolean here) {
        if (door.shut(flow, bytes)) {
            return;
        }
        try {
            SipMessage message = SipMessage.parse(bytes);
            if (!door.passesOver(flow, message)) {
                shard(message.callId()).receive(message, flow, here);
            }
        } catch (MalformedMessage e) {
            parts.counters().count(e.fault());
            SipMessage request = e.request();
            if (request != null && door.answers(flow)) {
                shard(flow.remote().toString()).reject(request, flow, e.fault());
            }
        }
    }

    /** Comes after the connection's last message: whoever keeps something for a flow learns of its end here. */
    @Override
    public void onDisconnect(Flow flow) {
        shards.forEach(shard -> shard.disconnected(flow));
    }

    /** An order for every shard: each ends those of its calls that are meant. */
    public void terminate(Termination termination) {
        shards.forEach(shard -> shard.terminate(termination));
    }

    /** The decision on one call. */
    public void decide(AdmissionDecision decision) {
        shards.forEach(shard -> shard.decide(decision));
    }

    /**
     * Takes calls up that were answered in another life of this gateway, or at another one, and that the journal has.
     * Those that run here already go on as they are.
     *
     * @return done when each can be ended
     */
    public CompletableFuture<Void> resume(Collection<CallSnapshot> snapshots, Resumption resumption) {
        Map<ProxyShard, List<CallSnapshot>> spread = snapshots.stream()
                .collect(
                        Collectors.groupingBy(snapshot -> shard(snapshot.facts().sipCallId())));
        return all(spread.entrySet().stream()
                .map(some -> some.getKey().handle(resumer -> resumer.resume(some.getValue(), resumption))));
    }

    /** The orders of the past are read for these calls: instants that have passed are obeyed from now on. */
    public void release(Set<String> callIds) {
        everywhere(resumer -> resumer.release(callIds));
    }

    /** Likewise for all calls. */
    public void releaseAll() {
        everywhere(Resumer::releaseAll);
    }

    /** An order from before these calls were adopted: each that is meant ends. */
    public void terminateAdopted(Termination termination, Set<String> callIds) {
        shards.forEach(shard -> shard.terminateAdopted(termination, callIds));
    }

    /** Another gateway has adopted these calls: they are not ours to end or to tell of. */
    public void relinquish(Set<String> callIds) {
        everywhere(resumer -> resumer.relinquish(callIds));
    }

    /** Tells the journal anew that all its calls are vouched for here. */
    public void vouchAgain() {
        everywhere(Resumer::vouchAgain);
    }

    /** Has the journal keep every answered call; done when it was told. */
    public CompletableFuture<Void> handOver() {
        return everywhere(Resumer::handOver);
    }

    /** Calls that another gateway could not go on with: without a final response, or about to be ended by order. */
    public CompletableFuture<Integer> unsettled() {
        List<CompletableFuture<Integer>> counts =
                shards.stream().map(shard -> shard.ask(Resumer::unsettled)).toList();
        return all(counts.stream())
                .thenApply(done ->
                        counts.stream().mapToInt(CompletableFuture::join).sum());
    }

    /** Gives those without a final response that of overload; their callees are cancelled. From now on nothing begins. */
    public CompletableFuture<Void> giveUp() {
        return everywhere(Resumer::giveUp);
    }

    private CompletableFuture<Void> everywhere(Consumer<Resumer> task) {
        return all(shards.stream().map(shard -> shard.handle(task)));
    }

    private static CompletableFuture<Void> all(Stream<? extends CompletableFuture<?>> some) {
        return CompletableFuture.allOf(some.toArray(CompletableFuture<?>[]::new));
    }

    private ProxyShard shard(String sipCallId) {
        int hash = sipCallId.hashCode();
        return shards.get(Math.floorMod(hash ^ hash >>> 16, shards.size()));
    }

    /** What other parts learn of sources is told here. */
    public SourceWatch sources() {
        return door;
    }

    /** The operator's proxies, and how they stand. */
    public Upstreams upstreams() {
        return parts.boundary().upstreams();
    }

    /** What it did so far. */
    public ProxyCounters counters() {
        return parts.counters();
    }

    /** Calls that are not over, as of a moment ago. */
    public int liveCalls() {
        AtomicInteger live = new AtomicInteger();
        shards.forEach(shard -> live.addAndGet(shard.liveCalls()));
        return live.get();
    }

    /** Which flows the upstream accepted for whom. */
    public Registrations registrations() {
        return parts.registrations();
    }

    /** The share of new calls that the busiest shard leaves out. */
    public double overload() {
        return shards.stream().mapToDouble(ProxyShard::overload).max().orElse(0);
    }

    /** How long messages wait at least for the busiest shard, in seconds. */
    public double queueing() {
        return shards.stream().mapToDouble(ProxyShard::queueing).max().orElse(0);
    }

    /** Calls that are over and answer what comes late, as of a moment ago. */
    public int lingering() {
        return shards.stream().mapToInt(ProxyShard::lingering).sum();
    }

    /** What these hold of messages, in bytes. */
    public long lingeringBytes() {
        return shards.stream().mapToLong(ProxyShard::lingeringBytes).sum();
    }

    /** Transactions kept, as of a moment ago. */
    public int transactions() {
        return shards.stream().mapToInt(ProxyShard::transactions).sum();
    }

    /** Instants at which calls are to end, as of a moment ago. */
    public int deadlines() {
        return shards.stream().mapToInt(ProxyShard::deadlines).sum();
    }

    @Override
    public void close() {
        shards.forEach(ProxyShard::close);
    }
}
