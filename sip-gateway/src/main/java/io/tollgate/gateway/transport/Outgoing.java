package io.tollgate.gateway.transport;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.tollgate.gateway.wire.Flow;

/** A message on its way out and who wants to know what becomes of it; its own write listener, to save an object each. */
final class Outgoing implements ChannelFutureListener {
    private final Flow flow;
    private final byte[] message;
    private final SendOutcome outcome;
    private final TransportCounters counters;

    Outgoing(Flow flow, byte[] message, SendOutcome outcome, TransportCounters counters) {
        this.flow = flow;
        this.message = message;
        this.outcome = outcome;
        this.counters = counters;
    }

    Flow flow() {
        return flow;
    }

    byte[] message() {
        return message;
    }

    /** To be called before it is offered to that connection. */
    void takes(long connection) {
        outcome.onConnection(connection);
    }

    /** To be called right before it is written. */
    void writing() {
        outcome.onWriting();
    }

    /** To be called once at most, and not after the message was written. */
    void fail(SendFault fault) {
        counters.counter(fault).increment();
        outcome.onFailure(flow, fault);
    }

    @Override
    public void operationComplete(ChannelFuture future) {
        if (future.isSuccess()) {
            counters.sent.increment();
            outcome.onWritten();
        } else {
            fail(flow.transport().reliable() ? SendFault.CONNECTION_LOST : SendFault.UNREACHABLE);
        }
    }
}
