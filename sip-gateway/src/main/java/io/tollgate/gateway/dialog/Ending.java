package io.tollgate.gateway.dialog;

import io.tollgate.gateway.dialog.Effect.Act;
import io.tollgate.gateway.event.Leg;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is left of a call whose end is told: legs that have to be closed, and then nothing. */
sealed interface Ending extends CallState permits Ending.Abandoned, Ending.Closing, Ending.Ended {
    /** The caller has his final response from us; the callee has not given one yet. */
    record Abandoned(@Nullable Order order) implements Ending {
        /** It crosses our CANCEL. */
        @Override
        public List<Effect> success(CallLife life, Instant now) {
            if (order == null) {
                life.become(new Ended());
                return List.of(Act.ACKNOWLEDGE_AND_BYE, Act.LINGER);
            }
            life.become(new Closing(order, Set.of(Leg.CALLEE)));
            return List.of(Act.ACKNOWLEDGE_AND_BYE);
        }

        @Override
        public List<Effect> failure(CallLife life, int status, Instant now) {
            return calleeGone(life, status, now);
        }

        @Override
        public List<Effect> noAnswer(CallLife life, int status, Instant now) {
            return calleeGone(life, null, now);
        }

        private List<Effect> calleeGone(CallLife life, @Nullable Integer status, Instant now) {
            life.become(new Ended());
            return order == null ? List.of(Act.LINGER) : List.of(order.closed(Leg.CALLEE, status, now), Act.LINGER);
        }
    }

    /** BYEs are out to these legs. */
    record Closing(Order order, Set<Leg> open) implements Ending {
        public Closing {
            open = Set.copyOf(open);
        }

        @Override
        public List<Effect> legClosed(CallLife life, Leg leg, @Nullable Integer status, Instant now) {
            if (!open.contains(leg)) {
                return NOTHING;
            }
            Set<Leg> rest = EnumSet.copyOf(open);
            rest.remove(leg);
            Effect told = order.closed(leg, status, now);
            life.become(rest.isEmpty() ? new Ended() : new Closing(order, rest));
            return rest.isEmpty() ? List.of(told, Act.LINGER) : List.of(told);
        }
    }

    /** It is over; kept for a while for what comes late. */
    record Ended() implements Ending {}
}
