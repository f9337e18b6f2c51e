package io.tollgate.enforcement.blacklist;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A standing refusal, or an exception from one. Immutable.
 *
 * @param detail for the operator
 * @param source the fraud system or operator that wanted it, or {@link #TOLLGATE}
 * @param expiresAt null: never
 */
public record Entry(
        String entryId,
        Subjects subjects,
        EntryKind kind,
        EntryReason reason,
        String detail,
        String source,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    /** The source of entries that follow from an account's state. */
    public static final String TOLLGATE = "tollgate";

    /** An entry that refuses an account for its own state's sake. */
    public static Entry ofAccount(
            String entryId, String account, EntryReason reason, Instant now, @Nullable Instant expiresAt) {
        return new Entry(
                entryId, new Subjects(account, null, null), EntryKind.DENY, reason, "", TOLLGATE, now, expiresAt);
    }

    public boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }
}
