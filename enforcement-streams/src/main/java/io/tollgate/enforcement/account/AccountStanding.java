package io.tollgate.enforcement.account;

import io.tollgate.enforcement.blacklist.EntryReason;
import org.jspecify.annotations.Nullable;

/**
 * Where an account stands: its terms, and how many of its calls hold a channel. The number only ever follows from a call
 * entering or leaving the set of those that hold one, and is kept in the same transaction as that set: it saves counting
 * the set for each event, it is no second truth. Immutable.
 *
 * @param held calls that hold a channel
 */
public record AccountStanding(Provision provision, Terms terms, int held) {

    /** Of an account that is heard of for the first time. */
    public static final AccountStanding UNKNOWN = new AccountStanding(Provision.NEVER, Terms.UNLIMITED, 0);

    public AccountStanding {
        if (held < 0) {
            throw new IllegalStateException("channels held: " + held);
        }
    }

    /** With so many channels held. */
    public AccountStanding holding(int channels) {
        return new AccountStanding(provision, terms, channels);
    }

    /** Whether no call may be made at all. */
    public boolean isBarred() {
        return provision == Provision.FORGOTTEN || !terms.enabled();
    }

    /** Whether the next call would be one too many. */
    public boolean isFull() {
        var limit = terms.channelLimit();
        return limit != null && held >= limit;
    }

    /** Why new calls are refused; null: they are not. */
    public @Nullable EntryReason blocked() {
        if (isBarred()) {
            return EntryReason.ACCOUNT_DISABLED;
        }
        return isFull() ? EntryReason.CHANNEL_LIMIT : null;
    }
}
