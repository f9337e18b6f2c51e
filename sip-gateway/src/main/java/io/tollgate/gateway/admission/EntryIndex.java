package io.tollgate.gateway.admission;

import io.tollgate.gateway.identity.Network;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One list of the blacklist, by exact subjects: the longest prefix that matches, then the longest network, and at equal
 * length DENY, found without a scan. A look-up makes one probe for each shape in use (prefix length and network
 * length), of which a list of a million entries has a few dozen at most, and of most of them a filter says that they are
 * in vain.
 *
 * <p>One thread writes, any number read without locks. An entry that replaces its own earlier form leaves no gap.
 */
final class EntryIndex {
    /** The lengths that an entry fixes; a network length of {@link #NO_NETWORK} means every source. */
    private record Shape(int prefixLength, boolean v6, int networkLength) {}

    private record Subjects(
            @Nullable String account,
            @Nullable String prefix,
            @Nullable Network network) {
        long hash() {
            int length = prefix == null ? 0 : prefix.length();
            int[] prefixes = SubjectFilter.prefixes(prefix == null ? "" : prefix, length);
            return SubjectFilter.hash(account, prefixes[length], length, network);
        }
    }

    private static final int NO_NETWORK = -1;

    /** The order in which shapes decide. Of the two families an address has only one, so their order is no matter. */
    private static final Comparator<Shape> DECISIVE = Comparator.comparingInt(Shape::prefixLength)
            .thenComparingInt(Shape::networkLength)
            .reversed()
            .thenComparing(Shape::v6);

    private final Map<Subjects, Slot> slots = new ConcurrentHashMap<>();
    /** How many slots an account has; most have none, and are done with at this one probe. */
    private final Map<String, Integer> accounts = new ConcurrentHashMap<>();
    /** Slots of each shape; of the writer alone. */
    private final Map<Shape, Integer> used = new HashMap<>();

    private final SubjectFilter filter = new SubjectFilter();

    private volatile Shape[] shapes = new Shape[0];

    void add(BlacklistEntry entry) {
        Subjects subjects = subjects(entry);
        Slot slot = slots.get(subjects);
        if (slot != null) {
            slot.add(entry);
            return;
        }
        slots.put(subjects, new Slot(entry));
        if (!filter.add(subjects.hash())) {
            filter.anew(slots.size(), slots.keySet().stream().mapToLong(Subjects::hash));
        }
        if (entry.account() != null) {
            accounts.merge(entry.account(), 1, Integer::sum);
        }
        count(shape(entry), 1);
    }

    /** Takes the entry's new form for its old one, which has the same subjects. */
    void replace(BlacklistEntry before, BlacklistEntry after) {
        Slot slot = slots.get(subjects(before));
        if (slot == null) {
            throw new IllegalStateException("entry " + before.entryId() + " is not where it was put");
        }
        slot.replace(before, after);
    }

    void remove(BlacklistEntry entry) {
        Subjects subjects = subjects(entry);
        Slot slot = slots.get(subjects);
        if (slot == null || !slot.remove(entry)) {
            return;
        }
        slots.remove(subjects);
        if (entry.account() != null) {
            accounts.computeIfPresent(entry.account(), (account, count) -> count == 1 ? null : count - 1);
        }
        count(shape(entry), -1);
    }

    private void count(Shape shape, int change) {
        int now = used.merge(shape, change, Integer::sum);
        if (now == 0) {
            used.remove(shape);
        }
        if (now == 0 || now == change) {
            shapes = used.keySet().stream().sorted(DECISIVE).toArray(Shape[]::new);
        }
    }

    /**
     * The entry that decides; null: none matches.
     *
     * @param account whose entries are asked; null: those that name no account
     * @param destination empty: only entries without a prefix match
     */
    @Nullable
    BlacklistEntry decisive(@Nullable String account, String destination, InetAddress source, Instant now) {
        if (account != null && !accounts.containsKey(account)) {
            return null;
        }
        Shape[] asked = shapes;
        if (asked.length == 0) {
            return null;
        }
        Network host = Network.of(source);
        int[] prefixes = SubjectFilter.prefixes(destination, asked[0].prefixLength);
        for (Shape shape : asked) {
            boolean anySource = shape.networkLength == NO_NETWORK;
            if (shape.prefixLength > destination.length() || (!anySource && shape.v6 != host.v6())) {
                continue;
            }
            Network network = anySource ? null : host.widened(shape.networkLength);
            if (!filter.mayHave(
                    SubjectFilter.hash(account, prefixes[shape.prefixLength], shape.prefixLength, network))) {
                continue;
            }
            String prefix = shape.prefixLength == 0 ? null : destination.substring(0, shape.prefixLength);
            Slot slot = slots.get(new Subjects(account, prefix, network));
            BlacklistEntry entry = slot == null ? null : slot.decisive(now);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** Which of two entries of one list decides, by what they fix. */
    static boolean outranks(BlacklistEntry one, BlacklistEntry other) {
        return DECISIVE.compare(shape(one), shape(other)) < 0;
    }

    private static Subjects subjects(BlacklistEntry entry) {
        return new Subjects(entry.account(), entry.destinationPrefix(), entry.sourceNetwork());
    }

    private static Shape shape(BlacklistEntry entry) {
        String prefix = entry.destinationPrefix();
        Network network = entry.sourceNetwork();
        return new Shape(
                prefix == null ? 0 : prefix.length(),
                network != null && network.v6(),
                network == null ? NO_NETWORK : network.length());
    }
}
