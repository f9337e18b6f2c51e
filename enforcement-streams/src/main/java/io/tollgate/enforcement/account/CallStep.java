package io.tollgate.enforcement.account;

import io.tollgate.enforcement.call.LiveCall;
import org.jspecify.annotations.Nullable;

/**
 * Where an event has led an account and the call that it tells of. Immutable.
 *
 * @param call null: the call is over, or was before
 */
public record CallStep(AccountStanding standing, @Nullable LiveCall call, Outcome outcome) {

    /** What an event was worth. */
    public enum Outcome {
        /** It told something new. */
        APPLIED,
        /** It ended its call. */
        CLOSED,
        /** All of it was known. */
        DUPLICATE,
        /** Its call was over. */
        LATE,
        /** There never was a call: it was refused at the door. */
        REFUSED
    }
}
