package io.tollgate.gateway.dialog;

import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Leg;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a call is in its life, and what it makes of each input there; drawn in {@link CallLife}, which says what the inputs
 * mean. An input that a state does not name comes late, again, or was not meant for it, and yields nothing.
 */
sealed interface CallState permits Attempt, Running, Ending {
    List<Effect> NOTHING = List.of();

    default List<Effect> provisional(CallLife life, Instant now) {
        return NOTHING;
    }

    default List<Effect> success(CallLife life, Instant now) {
        return NOTHING;
    }

    default List<Effect> failure(CallLife life, int status, Instant now) {
        return NOTHING;
    }

    default List<Effect> noAnswer(CallLife life, int status, Instant now) {
        return NOTHING;
    }

    default List<Effect> full(CallLife life, boolean answered, Instant now) {
        return NOTHING;
    }

    default List<Effect> cancelled(CallLife life, Instant now) {
        return NOTHING;
    }

    default void hungUpEarly(CallLife life) {}

    default void waitsOn(CallLife life) {}

    default List<Effect> admitted(CallLife life) {
        return NOTHING;
    }

    default List<Effect> refused(CallLife life, RefusalReason reason, Instant now) {
        return NOTHING;
    }

    default List<Effect> undecided(CallLife life, boolean admit, Instant now) {
        return NOTHING;
    }

    default List<Effect> giveUp(CallLife life, int status, Instant now) {
        return NOTHING;
    }

    default List<Effect> passed(CallLife life, Instant at) {
        return NOTHING;
    }

    default List<Effect> acknowledged(CallLife life, Instant now) {
        return NOTHING;
    }

    default List<Effect> unacknowledged(CallLife life, Instant now) {
        return NOTHING;
    }

    default List<Effect> ended(CallLife life, EndCause cause, Instant at) {
        return NOTHING;
    }

    default List<Effect> terminate(CallLife life, Order order, Instant now) {
        return NOTHING;
    }

    default List<Effect> legClosed(CallLife life, Leg leg, @Nullable Integer status, Instant now) {
        return NOTHING;
    }
}
