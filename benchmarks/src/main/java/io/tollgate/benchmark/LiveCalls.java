package io.tollgate.benchmark;

import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.TestUpstream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Calls through Tollgate that stay up until somebody ends them, with both ends here. For one thread. */
final class LiveCalls implements AutoCloseable {
    private static final Duration RINGING = Duration.ofMillis(20);
    private static final int REMEMBERED = 20_000;

    /** A call at both its ends. */
    record BothEnds(PlacedCall caller, ReceivedCall callee) {}

    private final TestUpstream upstream = TestUpstream.open("127.0.0.1", 0, RINGING, REMEMBERED);
    private final Deque<PlacedCall> live = new ArrayDeque<>();
    private Phone callers = Phone.of("callers").open();
    private int placed;

    /** For {@code --upstream}. */
    String upstreamUri() {
        return upstream.uri();
    }

    /** Calls go there from now on. */
    void through(String sip) {
        callers.close();
        callers = Phone.of("callers").proxy(Hop.udp(sip)).remembered(REMEMBERED).open();
    }

    /** One more. */
    void place() {
        live.add(callers.invite("49301%06d".formatted(placed++)));
    }

    /** The oldest that has not been given out, once it is answered. */
    BothEnds next() {
        PlacedCall caller = live.remove();
        caller.awaitAnswered();
        return new BothEnds(caller, upstream.awaitCall(call -> call.callId().equals(caller.callId())));
    }

    /** Messages that either end sent twice. */
    long retransmissions() {
        return callers.transcript().repeatsSent() + upstream.transcript().repeatsSent();
    }

    @Override
    public void close() {
        callers.close();
        upstream.close();
    }
}
