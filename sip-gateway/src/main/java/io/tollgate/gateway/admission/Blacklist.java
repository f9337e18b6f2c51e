package io.tollgate.gateway.admission;

import io.tollgate.gateway.identity.Direction;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
    /** Every entry by id; of the writer alone. */
    private final Map<String, BlacklistEntry> entries = new HashMap<>();

    private final EntryIndex disabled = new EntryIndex();
    private final EntryIndex balance = new EntryIndex();
    private final EntryIndex channels = new EntryIndex();
    private final EntryIndex networks = new EntryIndex();
    private final EntryIndex accounts = new EntryIndex();
    private final EntryIndex global = new EntryIndex();
    private volatile int size;

    /**
     * Takes an entry, in place of an earlier form of it. One that names nothing, or has an account's state for its
     * reason but no account, would refuse everybody by mistake: it is held, but hits none.
     */
    public void put(BlacklistEntry entry) {
        BlacklistEntry before = entries.put(entry.entryId(), entry);
        EntryIndex index = index(entry);
        EntryIndex indexBefore = before == null ? null : index(before);
        boolean inPlace = before != null && index == indexBefore && sameSubjects(before, entry);
        if (index != null && inPlace) {
            index.replace(before, entry);
        } else {
            if (index != null) {
                index.add(entry);
            }
            if (indexBefore != null) {
                indexBefore.remove(before);
            }
        }
        size = entries.size();
    }

    /** Forgets an entry; one that is not known is no matter. */
    public void remove(String entryId) {
        BlacklistEntry before = entries.remove(entryId);
        EntryIndex index = before == null ? null : index(before);
        if (index != null) {
            index.remove(before);
        }
        size = entries.size();
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
        return Objects.equals(one.account(), other.account())
                && Objects.equals(one.destinationPrefix(), other.destinationPrefix())
                && Objects.equals(one.sourceNetwork(), other.sourceNetwork());
    }
}
