package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallAnswered;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.EndCause;
import io.tollgate.TerminationReason;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.TestUpstream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A call that Tollgate ended for its money, in its own words and as both phones saw it. Immutable.
 *
 * <p>How late BYE came is for the benchmark: here a busy machine is no fault. That it never comes too early is held to on
 * any machine, by the gateway's own clock to the microsecond; a phone's clock is another one.
 */
record Cut(CallEnd atCaller, CallEnd atCallee, List<CallEvent> events) {

    private static final Duration CLOCKS_APART = Duration.ofMillis(5);

    Cut {
        events = List.copyOf(events);
    }

    /** Waits until both phones and the topic say that this call has ended. */
    static Cut await(PlacedCall call, TestUpstream upstream, TopicReader<CallEvent> told) {
        return await(call, upstream, told, Cluster.PATIENCE);
    }

    /** The same, with more patience for the end. */
    static Cut await(PlacedCall call, TestUpstream upstream, TopicReader<CallEvent> told, Duration within) {
        call.awaitAnswered();
        ReceivedCall received = upstream.awaitCall(each -> each.callId().equals(call.callId()));
        CallEnd atCaller = call.awaitEnded(within);
        CallEnd atCallee = received.awaitEnded(Cluster.PATIENCE);
        told.await(
                "the end of " + call.callId(),
                1,
                event -> event.getSipCallId().equals(call.callId()) && event.getEvent() instanceof CallEnded);
        return new Cut(
                atCaller, atCallee, told.values(event -> event.getSipCallId().equals(call.callId())));
    }

    /** Tollgate's own id of the call. */
    String callId() {
        return events.get(0).getCallId();
    }

    /** When the gateway passed the 2xx on. */
    Instant answeredAt() {
        return at(CallAnswered.class).getAt();
    }

    /** When the gateway sent BYE. */
    Instant endedAt() {
        return at(CallEnded.class).getAt();
    }

    CallEnded ended() {
        return (CallEnded) at(CallEnded.class).getEvent();
    }

    private CallEvent at(Class<?> kind) {
        return events.stream()
                .filter(event -> kind.isInstance(event.getEvent()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " in " + events));
    }

    /** Holds that the balance ended it, with BYE to both sides, and not before this many seconds after its answer. */
    void assertOfBalance(long paidSeconds) {
        assertOfBalance(answeredAt().plusSeconds(paidSeconds));
    }

    /** Holds that the balance ended it, with BYE to both sides, and not before this instant. */
    void assertOfBalance(Instant due) {
        assertTerminated("balance:" + callId(), TerminationReason.BALANCE_EXHAUSTED, due);
    }

    /** Holds that this order ended it, with BYE to both sides, and not before this instant. */
    void assertTerminated(String terminationId, TerminationReason reason, Instant due) {
        assertThat(ended().getCause()).isEqualTo(EndCause.TERMINATED);
        assertThat(ended().getTerminationReason()).isEqualTo(reason);
        assertThat(ended().getTerminationId()).isEqualTo(terminationId);
        assertThat(endedAt()).isAfterOrEqualTo(due);
        for (CallEnd end : List.of(atCaller, atCallee)) {
            assertThat(end.by()).isEqualTo(CallEnd.By.PEER);
            assertThat(end.reason()).contains(terminationId);
            assertThat(end.at().instant()).isAfter(due.minus(CLOCKS_APART));
        }
    }
}
