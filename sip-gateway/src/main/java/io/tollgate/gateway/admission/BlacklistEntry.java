package io.tollgate.gateway.admission;

import io.tollgate.gateway.identity.Network;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A standing refusal, or exception from one; it hits a call only where all that it names matches. Grounds and writer
 * stay with the operator: a gateway does not need them.
 *
 * <p>Immutable.
 *
 * @param destinationPrefix leading digits of the destination, no +; null: every destination
 * @param expiresAt from this instant on it is as if removed; null: never
 */
public record BlacklistEntry(
        String entryId,
        @Nullable String account,
        @Nullable String destinationPrefix,
        @Nullable Network sourceNetwork,
        EntryKind kind,
        BlacklistReason reason,
        @Nullable Instant expiresAt) {
    /** An empty name is no name. */
    public BlacklistEntry {
        account = account == null || account.isEmpty() ? null : account;
        destinationPrefix = destinationPrefix == null || destinationPrefix.isEmpty() ? null : destinationPrefix;
    }

    /** Whether it names exactly these, null being everybody, and everything else. */
    boolean isAbout(@Nullable String account, @Nullable String prefix, @Nullable Network network) {
        return Objects.equals(this.account, account)
                && Objects.equals(destinationPrefix, prefix)
                && Objects.equals(sourceNetwork, network);
    }

    /** Whether it still stands at {@code now}. */
    public boolean standsAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
