package io.tollgate.gateway.dialog;

import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.dialog.Effect.Act;
import io.tollgate.gateway.dialog.Effect.Publish;
import io.tollgate.gateway.dialog.Effect.Respond;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A call attempt: the caller has no final response yet. */
sealed interface Attempt extends CallState permits Attempt.Waiting, Inviting {
    /** RFC 3261 section 9.2. */
    int CANCELLED = 487;

    /** It is over with this response of ours, and nobody rings. */
    static List<Effect> over(CallLife life, int status, Happening told, Instant now) {
        life.become(new Ending.Ended());
        return List.of(new Respond(status), new Publish(told, now), Act.LINGER);
    }

    /** Likewise, though the callee has answered: his leg is ended first. */
    static List<Effect> overThoughAnswered(CallLife life, int status, Happening told, Instant now) {
        life.become(new Ending.Ended());
        return List.of(Act.ACKNOWLEDGE_AND_BYE, new Respond(status), new Publish(told, now), Act.LINGER);
    }

    private static List<Effect> terminated(CallLife life, CallState next, Order order, Act rest, Instant now) {
        int status = order.statusForCaller(life.codes());
        life.become(next);
        return List.of(new Respond(status), order.terminated(status, now), order.closed(Leg.CALLER, status, now), rest);
    }

    /** It waits here for the Admission. */
    sealed interface Waiting extends Attempt permits Asking, Held {
        /** The caller gets this final response of ours. */
        List<Effect> end(CallLife life, int status, Happening told, Instant now);

        @Override
        default List<Effect> refused(CallLife life, RefusalReason reason, Instant now) {
            int status = life.codes().of(reason);
            return end(life, status, new Happening.Refused(status, reason, null), now);
        }

        @Override
        default List<Effect> undecided(CallLife life, boolean admit, Instant now) {
            return admit ? admitted(life) : refused(life, RefusalReason.NOT_ADMITTED, now);
        }

        @Override
        default List<Effect> cancelled(CallLife life, Instant now) {
            return end(life, CANCELLED, Happening.Ended.by(EndCause.CANCELLED, CANCELLED), now);
        }

        @Override
        default List<Effect> giveUp(CallLife life, int status, Instant now) {
            return end(life, status, Happening.Ended.by(EndCause.FAILED, status), now);
        }
    }

    /** Its identity is proven and its INVITE waits here for the Admission. */
    record Asking() implements Waiting {
        @Override
        public List<Effect> admitted(CallLife life) {
            life.become(new Inviting.Trying(false, false));
            return List.of(Act.FORWARD);
        }

        @Override
        public List<Effect> end(CallLife life, int status, Happening told, Instant now) {
            return over(life, status, told, now);
        }

        @Override
        public List<Effect> terminate(CallLife life, Order order, Instant now) {
            return terminated(life, new Ending.Ended(), order, Act.LINGER, now);
        }
    }

    /** A 2xx waits here for the Admission. */
    record Held() implements Waiting {
        private static final int UNAVAILABLE = 480;

        @Override
        public List<Effect> admitted(CallLife life) {
            life.become(new Running.Answered(false, false));
            return List.of(Act.RELEASE);
        }

        @Override
        public List<Effect> end(CallLife life, int status, Happening told, Instant now) {
            return overThoughAnswered(life, status, told, now);
        }

        /** The caller still waits for a final response. */
        @Override
        public List<Effect> ended(CallLife life, EndCause cause, Instant at) {
            return cause == EndCause.CALLER ? cancelled(life, at) : giveUp(life, UNAVAILABLE, at);
        }

        @Override
        public List<Effect> terminate(CallLife life, Order order, Instant now) {
            return terminated(life, new Ending.Closing(order, Set.of(Leg.CALLEE)), order, Act.ACKNOWLEDGE_AND_BYE, now);
        }
    }
}
