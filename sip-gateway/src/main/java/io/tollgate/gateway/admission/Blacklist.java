package io.tollgate.gateway.admission;

import io.tollgate.gateway.identity.Direction;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All standing refusals and exceptions, asked for every attempt: first the account's own state, then source networks,
 * the account's entries, the global ones. The first list with a match decides; in it the longest prefix, then the
 * longest network; at equal length DENY.
 *
 * <p>One thread (the consumer of {@code tollgate.blacklist}) calls {@link #put} and {@link #remove}; any number of
 * shards ask without locks, and see a change at once or a moment later. A million entries cost memory, not time.
 */
public final class Blacklist {
    private final EntryPages pages;
    /** Every entry by id; of the writer alone. */
    private final EntryTable ids;

    private final EntryIndex disabled;
    private final EntryIndex balance;
    private final EntryIndex channels;
    private final EntryIndex networks;
    private final EntryIndex accounts;
    private final EntryIndex global;
    private volatile int size;

    /** Empty. */
    public Blacklist() {
        this(new EntryPages());
    }

    Blacklist(EntryPages pages) {
        this.pages = pages;
        this.ids = new EntryTable(pages);
        this.disabled = new EntryIndex(pages);
        this.balance = new EntryIndex(pages);
        this.channels = new EntryIndex(pages);
        this.networks = new EntryIndex(pages);
        this.accounts = new EntryIndex(pages);
        this.global = new EntryIndex(pages);
    }

    /**
     * Takes an entry, in place of an earlier form of it. One that names nothing, or has an account's state for its
     * reason but no account, would refuse everybody by mistake: it is held, but hits none.
     */
    public void put(BlacklistEntry entry) {
        long hash = SubjectHash.of(entry.entryId());
        HeldEntry before = held(hash, entry.entryId());
        HeldEntry after = pages.add(entry);
        if (before == null) {
            ids.add(hash, after);
            EntryIndex index = index(entry);
            if (index != null) {
                index.add(after);
            }
        } else {
            replace(hash, before, after);
        }
        size = ids.size();
        pages.tidy(this::move);
    }

    /** Forgets an entry; one that is not known is no matter. */
    public void remove(String entryId) {
        long hash = SubjectHash.of(entryId);
        HeldEntry before = held(hash, entryId);
        if (before == null) {
            return;
        }
        ids.remove(hash, before);
        EntryIndex index = index(before.entry());
        if (index != null) {
            index.remove(before);
        }
        pages.remove(before.location());
        size = ids.size();
        pages.tidy(this::move);
    }

    private @Nullable HeldEntry held(long hash, String entryId) {
        return ids.find(hash, entry -> entry.entryId().equals(entryId));
    }

    private void replace(long hash, HeldEntry before, HeldEntry after) {
        ids.replace(hash, before, after);
        EntryIndex index = index(after.entry());
        EntryIndex indexBefore = index(before.entry());
        if (index != null && index == indexBefore && sameSubjects(before.entry(), after.entry())) {
            index.replace(before, after);
        } else {
            if (index != null) {
                index.add(after);
            }
            if (indexBefore != null) {
                indexBefore.remove(before);
            }
        }
        pages.remove(before.location());
    }

    /** To where the newest are, if it is still held. */
    private void move(HeldEntry held) {
        long hash = SubjectHash.of(held.entry().entryId());
        if (ids.has(hash, held)) {
            replace(hash, held, pages.add(held.entry()));
        }
    }

    /** How many entries are held, expired ones too. */
    public int size() {
        return size;
    }

    /** The DENY entry that refuses this attempt; null: none does. */
    public @Nullable BlacklistEntry refusing(
            Direction direction, String account, String destination, InetAddress source, Instant now) {
        return refusing(direction, account, destination, source, true, now);
    }

    /** As {@link #refusing}, and where {@code needsChannel} is false whether the account is full is not asked. */
    @Nullable
    BlacklistEntry refusing(
            Direction direction,
            String account,
            String destination,
            InetAddress source,
            boolean needsChannel,
            Instant now) {
        BlacklistEntry entry = ownState(direction, account, destination, source, needsChannel, now);
        if (entry == null) {
            entry = networks.decisive(null, destination, source, now);
        }
        if (entry == null) {
            entry = accounts.decisive(account, destination, source, now);
        }
        if (entry == null) {
            entry = global.decisive(null, destination, source, now);
        }
        return entry != null && entry.kind() == EntryKind.DENY ? entry : null;
    }

    /**
     * The DENY entry that refuses this account altogether, and so its REGISTER; null: none does. Entries for a
     * destination or for everyone of a network are for calls, and those for balance and channels pass.
     */
    public @Nullable BlacklistEntry refusingWholly(String account, InetAddress source, Instant now) {
        BlacklistEntry entry = disabled.decisive(account, "", source, now);
        if (entry == null) {
            BlacklistEntry network = networks.decisive(null, "", source, now);
            boolean excepted = network != null && network.kind() == EntryKind.ALLOW;
            entry = excepted ? network : accounts.decisive(account, "", source, now);
        }
        return entry != null && entry.kind() == EntryKind.DENY ? entry : null;
    }

    private @Nullable BlacklistEntry ownState(
            Direction direction,
            String account,
            String destination,
            InetAddress source,
            boolean needsChannel,
            Instant now) {
        BlacklistEntry entry = disabled.decisive(account, destination, source, now);
        if (direction == Direction.INBOUND) {
            return entry;
        }
        entry = higher(entry, balance.decisive(account, destination, source, now));
        return needsChannel ? higher(entry, channels.decisive(account, destination, source, now)) : entry;
    }

    private static @Nullable BlacklistEntry higher(@Nullable BlacklistEntry one, @Nullable BlacklistEntry other) {
        return other != null && (one == null || EntryIndex.outranks(other, one)) ? other : one;
    }

    private @Nullable EntryIndex index(BlacklistEntry entry) {
        if (entry.reason().accountsOwnState()) {
            if (entry.account() == null || entry.kind() == EntryKind.ALLOW) {
                return null;
            }
            return switch (entry.reason()) {
                case ACCOUNT_DISABLED -> disabled;
                case NO_BALANCE -> balance;
                default -> channels;
            };
        }
        if (entry.account() != null) {
            return accounts;
        }
        if (entry.sourceNetwork() != null) {
            return networks;
        }
        return entry.destinationPrefix() != null ? global : null;
    }

    private static boolean sameSubjects(BlacklistEntry one, BlacklistEntry other) {
        return one.isAbout(other.account(), other.destinationPrefix(), other.sourceNetwork());
    }
}
