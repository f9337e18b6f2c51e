package io.tollgate.gateway.admission;

import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Entries with exactly the same subjects. As long as one DENY stands the calls are refused, so readers need only the
 * one that stands longest: the number of entries, for a fraud system that repeats itself every minute, is no matter.
 *
 * <p>One thread writes, any number read.
 */
final class Slot {
    private static final Comparator<BlacklistEntry> STANDS_LONGEST = Comparator.comparing(
                    (BlacklistEntry entry) -> entry.expiresAt() == null ? Instant.MAX : entry.expiresAt())
            .reversed()
            .thenComparing(BlacklistEntry::entryId);

    private volatile @Nullable BlacklistEntry deny;
    private volatile @Nullable BlacklistEntry allow;
    /** All entries of a kind, of the writer alone; null while the one above is the only one. */
    private @Nullable NavigableSet<BlacklistEntry> denies;

    private @Nullable NavigableSet<BlacklistEntry> allows;

    Slot(BlacklistEntry first) {
        add(first);
    }

    /** The DENY that stands, else the ALLOW; null: none does. */
    @Nullable
    BlacklistEntry decisive(Instant now) {
        BlacklistEntry first = deny;
        if (first != null && first.standsAt(now)) {
            return first;
        }
        BlacklistEntry second = allow;
        return second != null && second.standsAt(now) ? second : null;
    }

    void add(BlacklistEntry entry) {
        if (entry.kind() == EntryKind.DENY) {
            denies = with(denies, deny, entry);
            deny = longest(denies, entry);
        } else {
            allows = with(allows, allow, entry);
            allow = longest(allows, entry);
        }
    }

    /** Takes one form of an entry for the other; a reader sees the one or the other. */
    void replace(BlacklistEntry before, BlacklistEntry after) {
        if (before.kind() == after.kind()) {
            boolean isDeny = before.kind() == EntryKind.DENY;
            NavigableSet<BlacklistEntry> all = isDeny ? denies : allows;
            if (all != null) {
                all.remove(before);
                all.add(after);
            }
            if (isDeny) {
                deny = longest(all, after);
            } else {
                allow = longest(all, after);
            }
        } else {
            add(after);
            remove(before);
        }
    }

    /** Whether no entry is left. */
    boolean remove(BlacklistEntry entry) {
        if (entry.kind() == EntryKind.DENY) {
            deny = without(denies, deny, entry);
        } else {
            allow = without(allows, allow, entry);
        }
        return deny == null && allow == null;
    }

    private static @Nullable NavigableSet<BlacklistEntry> with(
            @Nullable NavigableSet<BlacklistEntry> all, @Nullable BlacklistEntry only, BlacklistEntry entry) {
        if (all == null && only == null) {
            return null;
        }
        NavigableSet<BlacklistEntry> more = all == null ? new TreeSet<>(STANDS_LONGEST) : all;
        if (only != null) {
            more.add(only);
        }
        more.add(entry);
        return more;
    }

    private static BlacklistEntry longest(@Nullable NavigableSet<BlacklistEntry> all, BlacklistEntry only) {
        return all == null ? only : all.first();
    }

    private static @Nullable BlacklistEntry without(
            @Nullable NavigableSet<BlacklistEntry> all, @Nullable BlacklistEntry only, BlacklistEntry entry) {
        if (all == null) {
            return only != null && only.entryId().equals(entry.entryId()) ? null : only;
        }
        all.remove(entry);
        return all.isEmpty() ? null : all.first();
    }
}
