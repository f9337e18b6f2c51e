package io.tollgate.gateway.event;

import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.TerminationReason;
import org.jspecify.annotations.Nullable;

/** What can happen to a call. */
public sealed interface Happening {
    /**
     * A dialog-starting INVITE was accepted for forwarding.
     *
     * @param userAgent the User-Agent header; null: none
     */
    record Attempted(@Nullable String userAgent) implements Happening {}

    /** The first provisional above 100, or the 2xx where an Admission must be awaited and none came before. */
    record Ringing() implements Happening {}

    /** The 2xx was passed on to the caller. */
    record Answered() implements Happening {}

    /**
     * The call is over.
     *
     * @param sipStatus the INVITE's final status towards the caller; null after a 2xx
     * @param terminationId the termination obeyed; null: none
     * @param terminationReason its reason; null: none
     */
    record Ended(
            EndCause cause,
            @Nullable Integer sipStatus,
            @Nullable String terminationId,
            @Nullable TerminationReason terminationReason)
            implements Happening {
        public Ended {
            if ((terminationId == null) != (terminationReason == null)) {
                throw new IllegalArgumentException("termination " + terminationId + " for " + terminationReason);
            }
        }

        /** An end that nobody ordered. */
        public static Ended by(EndCause cause, @Nullable Integer sipStatus) {
            return new Ended(cause, sipStatus, null, null);
        }
    }

    /**
     * The attempt was refused by policy; always the last event.
     *
     * @param sipStatus what the caller got
     * @param blacklistEntryId the entry that matched; null: none
     */
    record Refused(
            int sipStatus, RefusalReason reason, @Nullable String blacklistEntryId) implements Happening {}

    /**
     * What became of one leg of a terminated call; after {@link Ended}, one for each leg that existed.
     *
     * @param sipStatus the answer to our BYE; for a ringing caller the status sent; null: none came
     * @param elapsedMicros from when the gateway had the command, or its due instant, to the leg's final response or
     *     time-out
     */
    record LegClosed(
            String terminationId, Leg leg, @Nullable Integer sipStatus, long elapsedMicros) implements Happening {}
}
