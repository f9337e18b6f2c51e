package io.tollgate.gateway.dialog;

import io.tollgate.gateway.dialog.Effect.Act;
import io.tollgate.gateway.dialog.Effect.Publish;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A call: its 2xx was passed on, and nothing has ended it, though an order may be about to. */
sealed interface Running extends CallState permits Running.Answered, Running.AwaitingAck {
    /** Whether its answer was told; until the 2xx has left for the caller it is not, or he would pay for silence. */
    boolean told();

    /** The same with its answer told. */
    Running tell();

    @Override
    default List<Effect> success(CallLife life, Instant now) {
        return List.of(Act.PASS);
    }

    @Override
    default List<Effect> passed(CallLife life, Instant at) {
        if (told()) {
            return NOTHING;
        }
        life.become(tell());
        return List.of(answer(at));
    }

    @Override
    default List<Effect> ended(CallLife life, EndCause cause, Instant at) {
        life.become(new Ending.Ended());
        Effect end = new Publish(Happening.Ended.by(cause, null), at);
        return told() ? List.of(end, Act.LINGER) : List.of(answer(at), end, Act.LINGER);
    }

    /** Ends both legs by order. The end is told first: a leg that cannot be reached is closed before the BYE's effect returns. */
    default List<Effect> close(CallLife life, Order order, Instant now) {
        life.become(new Ending.Closing(order, Set.of(Leg.CALLER, Leg.CALLEE)));
        Effect end = order.terminated(null, now);
        return told() ? List.of(end, Act.BYE) : List.of(answer(now), end, Act.BYE);
    }

    private static Effect answer(Instant at) {
        return new Publish(new Happening.Answered(), at);
    }

    /** Nothing is about to end it. */
    record Answered(boolean acknowledged, boolean told) implements Running {
        @Override
        public Running tell() {
            return new Answered(acknowledged, true);
        }

        @Override
        public List<Effect> acknowledged(CallLife life, Instant now) {
            life.become(new Answered(true, told));
            return NOTHING;
        }

        @Override
        public List<Effect> terminate(CallLife life, Order order, Instant now) {
            if (acknowledged) {
                return close(life, order, now);
            }
            life.become(new AwaitingAck(order, told));
            return List.of(Act.AWAIT_ACK);
        }
    }

    /** It is to be terminated as soon as the ACK has passed, or the time for it is over. */
    record AwaitingAck(Order order, boolean told) implements Running {
        @Override
        public Running tell() {
            return new AwaitingAck(order, true);
        }

        @Override
        public List<Effect> acknowledged(CallLife life, Instant now) {
            return close(life, order, now);
        }

        @Override
        public List<Effect> unacknowledged(CallLife life, Instant now) {
            return close(life, order, now);
        }
    }
}
