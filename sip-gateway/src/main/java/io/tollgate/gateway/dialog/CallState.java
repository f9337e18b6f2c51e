package io.tollgate.gateway.dialog;

import io.tollgate.gateway.event.Leg;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a call is in its life; drawn in {@link CallLife}. */
public sealed interface CallState {
    /** Its identity is proven and its INVITE waits here for the Admission. */
    record Asking() implements CallState {}

    /** The INVITE is on its way and no provisional above 100 came yet. */
    record Trying() implements CallState {}

    /** A provisional above 100 came. */
    record Ringing() implements CallState {}

    /** A 2xx waits here for the Admission. */
    record Held() implements CallState {}

    /** The 2xx was passed on. */
    record Answered(boolean acknowledged) implements CallState {}

    /** It is to be terminated as soon as the ACK has passed, or the time for it is over. */
    record AwaitingAck(Order order) implements CallState {}

    /** The caller has his final response from us; the callee has not given one yet. */
    record Abandoned(@Nullable Order order) implements CallState {}

    /** BYEs are out to these legs. */
    record Closing(Order order, Set<Leg> open) implements CallState {
        public Closing {
            open = Set.copyOf(open);
        }
    }

    /** It is over; kept for a while for what comes late. */
    record Ended() implements CallState {}
}
