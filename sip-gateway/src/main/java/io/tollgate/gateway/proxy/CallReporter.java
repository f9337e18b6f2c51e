package io.tollgate.gateway.proxy;

import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.CallEventSink;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells one call's events in order, with their sequence. Beyond a source's rate an unproven attempt is told only once it
 * is proven, then from its beginning: a flood of forged attempts must not become a flood of events. Belongs to its call's
 * shard.
 */
final class CallReporter {
    private final CallEventSink sink;
    private final CallFacts facts;
    private boolean muted;
    private int sequence;
    private @Nullable CallEvent attempted;

    CallReporter(CallEventSink sink, CallFacts facts, boolean muted) {
        this.sink = sink;
        this.facts = facts;
        this.muted = muted;
    }

    /** Of a call whose first events were told in another life. */
    static CallReporter resumed(CallEventSink sink, CallFacts facts, int sequence) {
        CallReporter reporter = new CallReporter(sink, facts, false);
        reporter.sequence = sequence;
        return reporter;
    }

    /** The sequence of the next event. */
    int sequence() {
        return sequence;
    }

    /** Tells an event, or keeps it back; false: it was kept back for good. */
    boolean report(Happening happening, Identity identity, Instant at) {
        if (muted && identity.proven()) {
            muted = false;
            if (attempted != null) {
                sequence = 1;
                sink.publish(attempted);
            }
        }
        if (muted) {
            if (happening instanceof Happening.Attempted) {
                attempted = new CallEvent(facts, 0, identity, at, happening);
                return true;
            }
            return false;
        }
        sink.publish(new CallEvent(facts, sequence++, identity, at, happening));
        return true;
    }
}
