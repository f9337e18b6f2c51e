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

/** An attempt whose INVITE is on its way and has no final response yet. */
sealed interface Inviting extends Attempt permits Inviting.Trying, Inviting.Ringing {
    /** Whether it may be answered only once admitted. */
    boolean awaitsAdmission();

    /** Whether the caller gave up; the INVITE's own final response is to come. */
    boolean cancelled();

    /** The same, but for that. */
    Inviting with(boolean awaitsAdmission, boolean cancelled);

    /** A 2xx that would be held for the Admission. */
    List<Effect> hold(Instant now);

    @Override
    default List<Effect> success(CallLife life, Instant now) {
        life.provenByUpstream();
        if (!awaitsAdmission()) {
            life.become(new Running.Answered(false, false));
            return List.of(Act.ANSWER);
        }
        if (cancelled()) {
            // It would only be held for a decision that nobody needs any more.
            return Attempt.overThoughAnswered(life, CANCELLED, Happening.Ended.by(EndCause.CANCELLED, CANCELLED), now);
        }
        life.become(new Held());
        return hold(now);
    }

    @Override
    default List<Effect> failure(CallLife life, int status, Instant now) {
        life.become(new Ending.Ended());
        EndCause cause = cancelled() ? EndCause.CANCELLED : EndCause.FAILED;
        return List.of(Act.PASS, new Publish(Happening.Ended.by(cause, status), now), Act.LINGER);
    }

    @Override
    default List<Effect> noAnswer(CallLife life, int status, Instant now) {
        return cancelled()
                ? Attempt.over(life, CANCELLED, Happening.Ended.by(EndCause.CANCELLED, CANCELLED), now)
                : Attempt.over(life, status, Happening.Ended.by(EndCause.FAILED, status), now);
    }

    @Override
    default List<Effect> cancelled(CallLife life, Instant now) {
        hungUpEarly(life);
        return List.of(Act.CANCEL);
    }

    @Override
    default void hungUpEarly(CallLife life) {
        life.become(with(awaitsAdmission(), true));
    }

    @Override
    default void waitsOn(CallLife life) {
        if (cancelled()) {
            life.become(with(awaitsAdmission(), false));
        }
    }

    @Override
    default List<Effect> admitted(CallLife life) {
        life.become(with(false, cancelled()));
        return NOTHING;
    }

    @Override
    default List<Effect> refused(CallLife life, RefusalReason reason, Instant now) {
        return awaitsAdmission() ? refuse(life, reason, now) : NOTHING;
    }

    /** By policy. */
    default List<Effect> refuse(CallLife life, RefusalReason reason, Instant now) {
        int status = life.codes().of(reason);
        life.become(new Ending.Abandoned(null));
        return List.of(new Respond(status), Act.CANCEL, new Publish(new Happening.Refused(status, reason, null), now));
    }

    @Override
    default List<Effect> giveUp(CallLife life, int status, Instant now) {
        life.become(new Ending.Abandoned(null));
        return List.of(new Respond(status), new Publish(Happening.Ended.by(EndCause.FAILED, status), now), Act.CANCEL);
    }

    @Override
    default List<Effect> terminate(CallLife life, Order order, Instant now) {
        int status = order.statusForCaller(life.codes());
        life.become(new Ending.Abandoned(order));
        return List.of(
                new Respond(status), Act.CANCEL, order.terminated(status, now), order.closed(Leg.CALLER, status, now));
    }

    /** No provisional above 100 came yet. */
    record Trying(boolean awaitsAdmission, boolean cancelled) implements Inviting {
        @Override
        public Inviting with(boolean awaits, boolean gaveUp) {
            return new Trying(awaits, gaveUp);
        }

        @Override
        public List<Effect> provisional(CallLife life, Instant now) {
            life.provenByUpstream();
            life.become(new Ringing(awaitsAdmission, cancelled));
            return List.of(Act.PASS, new Publish(new Happening.Ringing(), now));
        }

        @Override
        public List<Effect> hold(Instant now) {
            return List.of(Act.HOLD, new Publish(new Happening.Ringing(), now));
        }

        @Override
        public List<Effect> full(CallLife life, boolean answered, Instant now) {
            if (life.identity().proven()) {
                return NOTHING;
            }
            life.provenByUpstream();
            if (!answered) {
                return refuse(life, RefusalReason.CHANNEL_LIMIT, now);
            }
            int status = life.codes().of(RefusalReason.CHANNEL_LIMIT);
            return Attempt.overThoughAnswered(
                    life, status, new Happening.Refused(status, RefusalReason.CHANNEL_LIMIT, null), now);
        }
    }

    /** A provisional above 100 came. */
    record Ringing(boolean awaitsAdmission, boolean cancelled) implements Inviting {
        @Override
        public Inviting with(boolean awaits, boolean gaveUp) {
            return new Ringing(awaits, gaveUp);
        }

        @Override
        public List<Effect> provisional(CallLife life, Instant now) {
            return List.of(Act.PASS);
        }

        @Override
        public List<Effect> hold(Instant now) {
            return List.of(Act.HOLD);
        }
    }
}
