package io.tollgate.gateway.transaction;

import java.util.EnumSet;
import java.util.Set;

/**
 * One step of a transaction. Immutable; all steps are made when the tables are, so that stepping allocates nothing.
 *
 * @param next the state afterwards
 * @param acts what to do, to be taken in the order of {@link Act}
 */
public record Step(State next, Set<Act> acts) {
    static Step to(State next, Act... acts) {
        EnumSet<Act> set = EnumSet.noneOf(Act.class);
        for (Act act : acts) {
            set.add(act);
        }
        return new Step(next, set);
    }

    /** Whether the step has this act. */
    public boolean has(Act act) {
        return acts.contains(act);
    }
}
