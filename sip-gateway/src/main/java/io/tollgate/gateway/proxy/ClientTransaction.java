package io.tollgate.gateway.proxy;

import io.tollgate.gateway.transaction.Act;
import io.tollgate.gateway.transaction.Input;
import io.tollgate.gateway.transaction.Machine;
import io.tollgate.gateway.transaction.State;
import io.tollgate.gateway.transaction.Step;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import io.tollgate.gateway.transport.SendFault;
import io.tollgate.gateway.transport.SendOutcome;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HopByHop;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request that went out and what came back (RFC 3261 section 17.1, Timer C of 16.6). Belongs to its shard. */
final class ClientTransaction {
    /** Who sent the request. */
    interface User {
        /** A response above 100 came; each final one once, but every 2xx to an INVITE. */
        void response(SipMessage response);

        /**
         * No final response will come.
         *
         * @param status 408 for silence, 503 where the request could not be sent
         */
        void failed(int status);

        /**
         * A 2xx to an INVITE that was given up at a silent hop: nobody else acknowledges or ends what it opened. Each
         * repetition comes too.
         */
        default void late(SipMessage success, Flow from) {}
    }

    private static final int TIMED_OUT = 408;
    /** What is kept of a request that nobody needs any more. */
    private static final byte[] NOTHING = {};
    /** For what could not be sent. */
    static final int UNREACHABLE = 503;

    private final ShardContext shard;
    private final long id;
    private final Method method;
    private final Flow flow;

    /** The way that it takes, which is another one than {@link #flow} where it is too long for that. */
    private Flow way;

    /** Empty once it can neither be sent again, nor have to be acknowledged or cancelled. */
    private byte[] request;

    private @Nullable String requestUri;
    private byte @Nullable [] datagram;
    private @Nullable Timeout connecting;
    /** Of the I/O thread: whether the stream has taken it. */
    private volatile boolean written;

    private long connection = Flow.NONE;
    private User user;
    private final Machine machine;
    private State state;
    private int times;
    private boolean over;
    private boolean heard;
    private boolean abandoned;
    private @Nullable SendFault fault;
    private boolean cancelAsked;
    private boolean cancelSent;
    private @Nullable String cancelReason;
    private long ringingUntil;
    private @Nullable Timeout retransmit;
    private @Nullable Timeout lifetime;

    /**
     * A request that is to go out.
     *
     * @param request its bytes, not changed afterwards
     */
    ClientTransaction(ShardContext shard, long id, Method method, byte[] request, Flow flow, User user) {
        this.shard = shard;
        this.id = id;
        this.method = method;
        this.request = request;
        this.flow = flow;
        this.way = flow;
        this.user = user;
        this.machine = method == Method.INVITE ? Machine.INVITE_CLIENT : Machine.NON_INVITE_CLIENT;
        this.state = machine.initial();
    }

    Flow flow() {
        return flow;
    }

    /** How much the request holds, which is kept twice while it may have to go by another transport. */
    int bytes() {
        return request.length
                + (datagram == null ? 0 : datagram.length)
                + (requestUri == null ? 0 : requestUri.length());
    }

    /** Whether anything came back, be it a 100. */
    boolean heard() {
        return heard;
    }

    /** Whether it failed for the peer's sake, and not because we could not send such a message to anybody. */
    boolean blames() {
        return fault != SendFault.TOO_LARGE && fault != SendFault.NO_TRANSPORT && fault != SendFault.CLOSED;
    }

    /** The Request-URI with which it was sent. */
    String requestUri() {
        if (requestUri == null) {
            int start = afterSpace(0);
            requestUri = new String(request, start, afterSpace(start) - 1 - start, StandardCharsets.UTF_8);
        }
        return requestUri;
    }

    private int afterSpace(int from) {
        int at = from;
        while (request[at] != ' ') {
            at++;
        }
        return at + 1;
    }

    /** Whether {@link #sent} can still be asked for. */
    boolean kept() {
        return request.length > 0;
    }

    /** The request as it was sent, read only when CANCEL or ACK must repeat its lines, or a loop is suspected. */
    SipMessage sent() {
        try {
            return SipMessage.parse(request);
        } catch (MalformedMessage e) {
            throw new IllegalStateException("we sent a " + method + " that cannot be read: " + e.fault(), e);
        }
    }

    void start() {
        Flow stream = shard.largeRequests()
                .instead(flow, request.length, shard.clock().nanos());
        if (stream != null) {
            datagram = request;
            request = LargeRequests.via(sent(), shard.via(stream, id));
            way = stream;
            connecting = shard.arm(shard.timers().t1Nanos(), this::connectingStill);
        }
        begin();
    }

    private void begin() {
        send();
        armRetransmit();
        armLifetime();
    }

    /** A firewall that drops what it does not let through: the caller would wait for as long as a connection may take. */
    private void connectingStill() {
        if (!written) {
            beginAsDatagram();
        }
    }

    /** RFC 3261 section 18.1.1: where TCP does not come about it goes by UDP after all. */
    private boolean beginAsDatagram() {
        byte[] meant = datagram;
        if (meant == null || state != State.TRYING && written) {
            return false;
        }
        shard.largeRequests().refused(way, shard.clock().nanos());
        datagram = null;
        shard.disarm(connecting);
        if (connection != Flow.NONE) {
            shard.transactions().settled(connection, this);
            connection = Flow.NONE;
        }
        if (state != State.TRYING || abandoned) {
            return false;
        }
        request = meant;
        way = flow;
        times = 0;
        begin();
        return true;
    }

    /**
     * The connection is gone that the answer was to come on. An INVITE that rings at a peer that we connected to is not
     * lost: it may answer on a connection of its own (RFC 3261 section 18.2.2).
     */
    void disconnected(Flow gone) {
        boolean mayComeBack = state == State.PROCEEDING && machine == Machine.INVITE_CLIENT && gone.opened();
        if (!mayComeBack && !beginAsDatagram()) {
            unsent(SendFault.CONNECTION_LOST);
        }
    }

    void receive(SipMessage response) {
        heard = true;
        take(machine.step(state, Input.of(response.status())), response);
        if (response.status() < 200 && machine == Machine.INVITE_CLIENT && state == State.PROCEEDING) {
            provisional(response.status());
        }
    }

    private void provisional(int status) {
        if (cancelAsked && !cancelSent) {
            sendCancel();
        } else if (!cancelSent && (status > 100 || lifetime == null || !lifetime.armed())) {
            armTimerC();
        }
    }

    /**
     * RFC 3261 section 16.8: an INVITE that rings for ever is cancelled, and counts as not answered. Each provisional grants
     * it Timer C anew, but not for ever: what is said before the answer is free.
     */
    private void armTimerC() {
        long now = shard.clock().nanos();
        ringingUntil = ringingUntil == 0 ? now + shard.limits().early().toNanos() : ringingUntil;
        long left = Math.min(shard.limits().ringing().toNanos(), ringingUntil - now);
        shard.disarm(lifetime);
        lifetime = shard.arm(left, () -> cancel(null));
    }

    /** Ends an INVITE: at once where it has a provisional, else with the first one (RFC 3261 section 9.1). */
    void cancel(@Nullable String reason) {
        if (cancelAsked || state != State.TRYING && state != State.PROCEEDING) {
            return;
        }
        cancelAsked = true;
        cancelReason = reason;
        if (state == State.PROCEEDING) {
            sendCancel();
        }
    }

    /** Another hop gets the request: this one is not asked again, and what it still begins is ended. */
    void abandon() {
        abandoned = true;
        shard.disarm(retransmit);
        if (method == Method.INVITE) {
            cancel(null);
        } else {
            forget();
        }
    }

    private void sendCancel() {
        cancelSent = true;
        shard.client(-id, Method.CANCEL, HopByHop.cancel(sent(), cancelReason), way, NO_USER)
                .start();
        // A peer that never answers the INVITE must not hold it for ever (RFC 3261 section 9.1).
        shard.disarm(lifetime);
        lifetime = shard.arm(shard.timers().patienceNanos(), () -> fail(TIMED_OUT));
    }

    private void take(Step step, @Nullable SipMessage response) {
        boolean changed = state != step.next();
        state = step.next();
        if (step.has(Act.RESEND)) {
            send();
        }
        if (step.has(Act.ACKNOWLEDGE) && response != null) {
            shard.outbound().send(way, HopByHop.ack(sent(), response), SendOutcome.IGNORED);
        }
        if (step.has(Act.STOP_RETRANSMIT)) {
            shard.disarm(retransmit);
        }
        if (step.has(Act.ARM_RETRANSMIT)) {
            armRetransmit();
        }
        if (step.has(Act.STOP_LIFETIME)) {
            shard.disarm(lifetime);
        }
        if (step.has(Act.ARM_LIFETIME) && changed) {
            armLifetime();
        }
        if (step.has(Act.PASS) && response != null && response.status() > 100 && !over) {
            user.response(response);
        }
        if (step.has(Act.TIME_OUT)) {
            fail(TIMED_OUT);
        } else if (state == State.TERMINATED) {
            forget();
        }
        if (state == State.ACCEPTED || state == State.COMPLETED && machine == Machine.NON_INVITE_CLIENT) {
            letGo();
        }
    }

    /** Of a call that is over much would be kept for half a minute that nobody needs: the heap of a busy gateway. */
    private void letGo() {
        if (machine == Machine.INVITE_CLIENT) {
            requestUri(); // for a callee that answers late, and does not say where he is
        } else {
            user = NO_USER;
        }
        request = NOTHING;
        datagram = null;
        retransmit = null;
    }

    private void send() {
        times++;
        shard.outbound().send(way, request, new SendOutcome() {
            @Override
            public void onFailure(Flow where, SendFault why) {
                shard.execute(() -> {
                    if (where.equals(way) && !(why != SendFault.OVERLOADED && beginAsDatagram())) {
                        unsent(why);
                    }
                });
            }

            @Override
            public void onWritten() {
                written = true;
            }

            @Override
            public void onConnection(long taken) {
                shard.transactions().settled(connection, ClientTransaction.this);
                connection = taken;
                shard.transactions().waits(taken, ClientTransaction.this);
            }
        });
    }

    private void unsent(SendFault why) {
        if (why == SendFault.OVERLOADED && state == State.TRYING) {
            // A queue of ours is full, which says nothing of the peer: on UDP the next repetition mends it.
            if (way.transport().reliable() && !abandoned) {
                retransmit = shard.arm(shard.timers().t1Nanos(), this::send);
            }
        } else if (state == State.TRYING || state == State.PROCEEDING) {
            fault = why;
            fail(UNREACHABLE);
        }
    }

    private void fail(int status) {
        if (!over) {
            forget();
            user.failed(status);
        }
    }

    private void forget() {
        over = true;
        state = State.TERMINATED;
        shard.disarm(retransmit);
        shard.disarm(lifetime);
        shard.disarm(connecting);
        shard.transactions().forget(id, this);
        if (connection != Flow.NONE) {
            shard.transactions().settled(connection, this);
        }
    }

    private void armRetransmit() {
        if (!way.transport().reliable()) {
            retransmit = shard.arm(
                    shard.timers().retransmitNanos(machine, state, times),
                    () -> take(machine.step(state, Input.RETRANSMIT_TIMER), null));
        }
    }

    private void armLifetime() {
        shard.disarm(lifetime);
        lifetime = shard.arm(
                shard.timers().lifetimeNanos(machine, state, way.transport().reliable()),
                () -> take(machine.step(state, Input.LIFETIME_TIMER), null));
    }

    /** For requests whose outcome nobody waits for. */
    static final User NO_USER = new User() {
        @Override
        public void response(SipMessage response) {}

        @Override
        public void failed(int status) {}
    };
}
