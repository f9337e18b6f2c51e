package io.tollgate.enforcement.call;

import io.tollgate.enforcement.charge.Bill;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is kept of a call that does not live here, since more may yet be heard of it. Immutable. */
public sealed interface AbsentCall {

    /** Who vouched for it last. */
    Owner owner();

    /**
     * It ended since nobody vouched for it any more.
     *
     * @param call as it was, its next record's revision counted on
     * @param endedAt the last instant at which somebody vouched for it
     */
    record Lost(LiveCall call, Instant endedAt) implements AbsentCall {

        @Override
        public Owner owner() {
            return call.owner();
        }

        /**
         * Whether there is more in a fact than was known. That it came once more must not open a call again: it would
         * hold a channel, and be recorded anew, for nothing. Nor is it more if it names another instant: what is kept may
         * be what we took it for, where the gateway's clock was ahead.
         */
        public boolean isCorrectedBy(CallFact fact) {
            if (fact.what() instanceof CallFact.LegClosed) {
                return false;
            }
            boolean ends = fact.what() instanceof CallFact.Ended || fact.what() instanceof CallFact.Refused;
            var more = call.with(fact);
            return ends || more.isProven() != call.isProven() || more.isAnswered() != call.isAnswered();
        }

        /** What it cost; null: nothing. */
        public @Nullable Bill bill() {
            var charge = call.charge();
            return charge == null ? null : charge.bill(endedAt);
        }
    }

    /** Somebody vouches for it, and nothing else is heard of it yet: its events come by another way. */
    record Awaited(Owner owner) implements AbsentCall {}
}
