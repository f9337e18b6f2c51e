package io.tollgate.enforcement.blacklist;

import io.tollgate.enforcement.decision.InvalidInput;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of the entries that stand would refuse an attempt, in the contract's order: what follows from the account's own
 * state, source networks, the account's own, the global ones. An attempt costs as many questions as there are lengths of
 * networks and digits, however many entries there are. For reports: what is refused, gateways decide. Used by one thread
 * at a time.
 */
public final class StandingEntries {

    private static final Set<EntryReason> OWN_STATE =
            Set.of(EntryReason.CHANNEL_LIMIT, EntryReason.NO_BALANCE, EntryReason.ACCOUNT_DISABLED);

    private final Map<String, Entry> byId = new HashMap<>();
    private final Map<String, Set<String>> ofAccount = new HashMap<>();
    private final Map<Network, Set<String>> ofNetwork = new HashMap<>();
    private final Map<String, Set<String>> ofPrefix = new HashMap<>();

    /** Takes an entry, in place of an earlier form of it. */
    public void put(Entry entry) {
        remove(entry.entryId());
        byId.put(entry.entryId(), entry);
        index(entry, true);
    }

    /** Forgets one; unknown ones are no matter. */
    public void remove(String entryId) {
        var known = byId.remove(entryId);
        if (known != null) {
            index(known, false);
        }
    }

    /** Whether an address is in a network; not if either is none. */
    public static boolean isWithin(String network, @Nullable InetAddress address) {
        try {
            return address != null && network(network).contains(address);
        } catch (InvalidInput strange) {
            return false;
        }
    }

    public int size() {
        return byId.size();
    }

    private void index(Entry entry, boolean add) {
        var subjects = entry.subjects();
        if (subjects.account() != null) {
            index(ofAccount, subjects.account(), entry.entryId(), add);
        } else if (subjects.sourceNetwork() != null) {
            index(ofNetwork, network(subjects.sourceNetwork()), entry.entryId(), add);
        } else if (subjects.destinationPrefix() != null) {
            index(ofPrefix, subjects.destinationPrefix(), entry.entryId(), add);
        }
    }

    private static <K> void index(Map<K, Set<String>> index, K key, String entryId, boolean add) {
        if (add) {
            index.computeIfAbsent(key, first -> new TreeSet<>()).add(entryId);
            return;
        }
        index.computeIfPresent(key, (same, ids) -> {
            ids.remove(entryId);
            return ids.isEmpty() ? null : ids;
        });
    }

    /**
     * The entry that refuses this attempt; empty: none does.
     *
     * @param source null: it is not known, and no network hits it
     * @param inbound only what an operator or a fraud system ordered, and disabled accounts, refuse inbound calls
     */
    public Optional<Entry> refusing(
            String account, String destination, @Nullable InetAddress source, boolean inbound, Instant now) {
        var own = entries(ofAccount.get(account), destination, source, now);
        var state = own.stream()
                .filter(entry -> OWN_STATE.contains(entry.reason()))
                .filter(entry -> !inbound || entry.reason() == EntryReason.ACCOUNT_DISABLED)
                .toList();
        var ordered = own.stream()
                .filter(entry -> !OWN_STATE.contains(entry.reason()))
                .toList();
        return Stream.of(state, ofNetworks(destination, source, now), ordered, ofPrefixes(destination, now))
                .filter(list -> !list.isEmpty())
                .findFirst()
                .flatMap(list -> list.stream().max(byRank()))
                .filter(entry -> entry.kind() == EntryKind.DENY);
    }

    private List<Entry> ofNetworks(String destination, @Nullable InetAddress source, Instant now) {
        if (source == null || ofNetwork.isEmpty()) {
            return List.of();
        }
        List<Entry> found = new ArrayList<>();
        for (int length = source.getAddress().length * Byte.SIZE; length >= 0; length--) {
            found.addAll(entries(ofNetwork.get(Network.around(source, length)), destination, source, now));
        }
        return found;
    }

    private List<Entry> ofPrefixes(String destination, Instant now) {
        List<Entry> found = new ArrayList<>();
        for (int digits = destination.length(); digits > 0; digits--) {
            found.addAll(entries(ofPrefix.get(destination.substring(0, digits)), destination, null, now));
        }
        return found;
    }

    private List<Entry> entries(
            @Nullable Collection<String> ids, String destination, @Nullable InetAddress source, Instant now) {
        return ids == null
                ? List.of()
                : ids.stream()
                        .map(byId::get)
                        .filter(entry -> !entry.isExpired(now) && hits(entry.subjects(), destination, source))
                        .collect(Collectors.toList());
    }

    private static boolean hits(Subjects subjects, String destination, @Nullable InetAddress source) {
        var prefix = subjects.destinationPrefix();
        var network = subjects.sourceNetwork();
        return (prefix == null || destination.startsWith(prefix)) && (network == null || isWithin(network, source));
    }

    /** The longest prefix, then the longest network; at equal length DENY. */
    private static Comparator<Entry> byRank() {
        return Comparator.comparingInt((Entry entry) -> length(entry.subjects().destinationPrefix()))
                .thenComparingInt(entry -> {
                    var network = entry.subjects().sourceNetwork();
                    return network == null ? -1 : network(network).prefixLength();
                })
                .thenComparing(entry -> entry.kind() == EntryKind.DENY);
    }

    private static Network network(String text) {
        return Network.parse("sourceNetwork", text);
    }

    private static int length(@Nullable String prefix) {
        return prefix == null ? 0 : prefix.length();
    }
}
