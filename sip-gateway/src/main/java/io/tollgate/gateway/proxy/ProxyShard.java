package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.OverloadControl;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** One shard of the proxy. Its methods are for all threads: they hand over to the shard's own. */
final class ProxyShard implements AutoCloseable {
    private final Shard thread;
    private final ShardContext context;
    private final RequestRouter requests;
    private final Orders orders;
    private final Resumer resumer;
    private final OverloadControl overload;

    ProxyShard(String name, ProxyParts parts, Door door) {
        this.thread = new Shard(name, parts.clock());
        this.context = new ShardContext(thread, parts, door);
        this.orders = new Orders(context);
        this.requests = new RequestRouter(context, orders);
        this.resumer = new Resumer(context);
        this.overload = new OverloadControl(parts.defence().queueing().toNanos());
    }

    void start() {
        thread.start();
    }

    /** One turn of a shard that was not started, by whoever is its thread; false: there was nothing to do. */
    boolean turn() {
        return thread.turn();
    }

    /**
     * Overload sheds what would start something first; what belongs to calls goes on (RFC 7339's aim, locally). A new call
     * that is left out is told so as long as that costs little (section 5.10.1), and in its turn: what comes again may
     * have been taken before.
     *
     * @param here whether the calling thread has the time to do what there is to do
     */
    void receive(SipMessage message, Flow from, boolean here) {
        long came = context.clock().nanos();
        boolean leftOut = Door.begins(message) && leavesOut(message, came);
        if (leftOut && !(message.method() == Method.INVITE && overload.answers(came))) {
            context.door().excused(from);
            context.counters().shed.increment();
            return;
        }
        Runnable task = () -> {
            long now = context.clock().nanos();
            overload.waited(now - came, now);
            if (leftOut) {
                requests.leftOut(message, from);
            } else if (message.isRequest()) {
                requests.request(message, from);
            } else {
                response(message, from);
            }
        };
        boolean taken = offer(task, Door.begins(message), here) || emergency(message) && offer(task, false, here);
        if (!taken) {
            context.counters().shed.increment();
        }
    }

    private boolean offer(Runnable task, boolean sheddable, boolean here) {
        return here ? thread.offerHere(task, sheddable) : thread.offer(task, sheddable);
    }

    /** Answers a request that could not be read. It starts nothing, and is the first that may go without. */
    void reject(SipMessage request, Flow from, MalformedMessage.Fault fault) {
        if (!thread.offer(() -> context.replyStateless(request, from, fault.status(), fault.phrase(), ""), true)) {
            context.counters().shed.increment();
        }
    }

    private boolean leavesOut(SipMessage request, long now) {
        if (overload.share(now) == 0) {
            return false;
        }
        double draw = draw(request.callId());
        return request.method() == Method.INVITE
                ? overload.leavesOutCall(draw, now) && !context.emergencies().matches(request.targetText())
                : overload.leavesOutOther(draw, now);
    }

    private boolean emergency(SipMessage message) {
        return message.isRequest()
                && message.method() == Method.INVITE
                && context.emergencies().matches(message.targetText());
    }

    /** The same for a request that comes again, so that an attempt which is under way is not refused the second time. */
    private static double draw(String callId) {
        return (callId.hashCode() * 0x9E37_79B9 >>> 8) / (double) (1 << 24);
    }

    /** The share of new calls that is left out. */
    double overload() {
        return overload.share(context.clock().nanos());
    }

    /** How long messages wait at least, in seconds. */
    double queueing() {
        return overload.leastSeconds(context.clock().nanos());
    }

    private void response(SipMessage response, Flow from) {
        String branch = response.topVia().branch();
        long id = branch == null ? 0 : context.tokens().transactionId(branch);
        ClientTransaction client = id == 0 ? null : context.transactions().client(id, response);
        if (client == null) {
            context.counters().strayResponses.increment();
        } else {
            client.receive(context.assertions().came(response, from));
        }
    }

    void check(UpstreamAddress address, String callId) {
        thread.execute(() -> new UpstreamCheck(context, address, callId).start());
    }

    void after(long delayNanos, Runnable task) {
        thread.execute(() -> thread.arm(delayNanos, task));
    }

    /** A connection is gone: who waits for an answer on it need not wait for the timer. */
    void disconnected(Flow flow) {
        thread.execute(
                () -> context.transactions().bereft(flow.connection()).forEach(waiting -> waiting.disconnected(flow)));
    }

    void terminate(Termination termination) {
        thread.execute(() -> orders.take(termination));
    }

    void terminateAdopted(Termination termination, Set<String> callIds) {
        thread.execute(() -> orders.takeAgain(termination, callIds));
    }

    /** Has calls change hands; done when they have, or when the shard has ended. */
    CompletableFuture<Void> handle(Consumer<Resumer> task) {
        return CompletableFuture.runAsync(() -> task.accept(resumer), thread);
    }

    /** Of calls that change hands. */
    <T> CompletableFuture<T> ask(Function<Resumer, T> question) {
        return CompletableFuture.supplyAsync(() -> question.apply(resumer), thread);
    }

    void decide(AdmissionDecision decision) {
        thread.execute(() -> {
            Call call = context.calls().byCallId(decision.callId());
            if (call != null) {
                call.decided(decision);
            }
        });
    }

    void each(long periodNanos, Runnable task) {
        thread.execute(() -> repeat(periodNanos, task));
    }

    private void repeat(long periodNanos, Runnable task) {
        task.run();
        thread.arm(periodNanos, () -> repeat(periodNanos, task));
    }

    int transactions() {
        return context.transactions().size();
    }

    int deadlines() {
        return thread.instants();
    }

    int timers() {
        return thread.timers();
    }

    int lingering() {
        return context.calls().lingering();
    }

    long lingeringBytes() {
        return context.calls().lingeringBytes();
    }

    int liveCalls() {
        return context.calls().live();
    }

    @Override
    public void close() {
        thread.close();
    }
}
