package io.tollgate.gateway.proxy;

import io.tollgate.gateway.event.EndCause;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ends of calls that this gateway does not have: it passed the BYE on by the token alone. Should it adopt such a call soon,
 * it knows better than to ask. Belongs to its shard.
 */
final class Strangers {
    private static final int MOST = 10_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private record End(EndCause cause, Instant at) {}

    private final Map<String, End> ends = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, End> eldest) {
            return size() > MOST;
        }
    };

    /** A party's BYE was accepted. */
    void ended(String callId, EndCause cause, Instant at) {
        ends.putIfAbsent(callId, new End(cause, at));
        ends.values().removeIf(end -> end.at().plus(REMEMBERED).isBefore(at));
    }

    /** Ends a call that was adopted after its end. */
    void tell(Call call) {
        End end = ends.remove(call.facts().callId());
        if (end != null) {
            call.endedBefore(end.cause(), end.at());
        }
    }
}
