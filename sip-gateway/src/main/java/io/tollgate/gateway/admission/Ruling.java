package io.tollgate.gateway.admission;

import org.jspecify.annotations.Nullable;

/** The answer for one attempt. */
public sealed interface Ruling {
    /** It may go on. */
    record Admit() implements Ruling {}

    /**
     * It may not.
     *
     * @param sipStatus the final response to send
     * @param blacklistEntryId the entry that matched; null: none did
     */
    record Refuse(
            RefusalReason reason, int sipStatus, @Nullable String blacklistEntryId) implements Ruling {}

    /** The one way of saying yes. */
    Ruling ADMIT = new Admit();
}
