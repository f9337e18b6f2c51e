package io.tollgate.gateway.admission;

import io.tollgate.gateway.identity.Network;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One list of the blacklist, by exact subjects: the longest prefix that matches, then the longest network, and at equal
 * length DENY, found without a scan. A look-up makes one probe for each shape in use (prefix length and network
 * length), of which a list of a million entries has a few dozen at most, and of most of them a filter says that they are
 * in vain.
 *
 * <p>As long as one DENY stands the calls are refused, so of entries with the same subjects and kind readers need only the
 * one that stands longest: how many there are, for a fraud system that repeats itself every minute, is no matter.
 *
 * <p>One thread writes, any number read without locks. An entry that replaces its own earlier form leaves no gap.
 */
final class EntryIndex {
    /** The lengths that an entry fixes; a network length of {@link #NO_NETWORK} means every source. */
    private record Shape(int prefixLength, boolean v6, int networkLength) {}

    /** What entries have in common of which readers see one. */
    private record Subjects(
            @Nullable String account,
            @Nullable String prefix,
            @Nullable Network network,
            EntryKind kind) {
        static Subjects of(BlacklistEntry entry) {
            return new Subjects(entry.account(), entry.destinationPrefix(), entry.sourceNetwork(), entry.kind());
        }

        /** For the filter, which does not ask for kinds. */
        long hash() {
            int length = prefix == null ? 0 : prefix.length();
            int[] prefixes = SubjectHash.prefixes(prefix == null ? "" : prefix, length);
            return SubjectHash.of(account, prefixes[length], length, network);
        }

        /** For the table. */
        long slot() {
            return kind == EntryKind.DENY ? hash() : ~hash();
        }

        boolean areOf(BlacklistEntry entry) {
            return kind == entry.kind() && entry.isAbout(account, prefix, network);
        }
    }

    private static final int NO_NETWORK = -1;

    /** The order in which shapes decide. Of the two families an address has only one, so their order is no matter. */
    private static final Comparator<Shape> DECISIVE = Comparator.comparingInt(Shape::prefixLength)
            .thenComparingInt(Shape::networkLength)
            .reversed()
            .thenComparing(Shape::v6);

    private static final Comparator<HeldEntry> STANDS_LONGEST = Comparator.comparing(
                    (HeldEntry held) -> held.entry().expiresAt(), Comparator.nullsLast(Comparator.naturalOrder()))
            .reversed()
            .thenComparing(held -> held.entry().entryId());

    /** Of each subjects and kind the entry that stands longest. */
    private final EntryTable slots;

    private final SubjectFilter filter = new SubjectFilter();
    private volatile Shape[] shapes = new Shape[0];

    /** All entries of subjects that several have; of the writer alone. */
    private final Map<Subjects, NavigableSet<HeldEntry>> crowds = new HashMap<>();
    /** Entries of each shape; of the writer alone. */
    private final Map<Shape, Integer> used = new HashMap<>();

    EntryIndex(EntryPages pages) {
        this.slots = new EntryTable(pages);
    }

    void add(HeldEntry held) {
        Subjects subjects = Subjects.of(held.entry());
        HeldEntry first = slots.find(subjects.slot(), subjects::areOf);
        if (first == null) {
            slots.add(subjects.slot(), held);
            hashes(held.entry()).forEach(hash -> letThrough(hash, held.entry()));
        } else {
            NavigableSet<HeldEntry> crowd = crowds.computeIfAbsent(subjects, alone -> new TreeSet<>(STANDS_LONGEST));
            crowd.add(first);
            crowd.add(held);
            show(subjects, first, crowd.first());
        }
        count(shape(held.entry()), 1);
    }

    /** Takes the entry's new form, or place, for its old one, which has the same subjects. */
    void replace(HeldEntry before, HeldEntry after) {
        Subjects subjects = Subjects.of(before.entry());
        if (before.entry().kind() != after.entry().kind()) {
            add(after);
            remove(before);
            return;
        }
        NavigableSet<HeldEntry> crowd = crowds.get(subjects);
        if (crowd == null) {
            show(subjects, before, after);
        } else {
            HeldEntry first = crowd.first();
            crowd.remove(before);
            crowd.add(after);
            show(subjects, first, crowd.first());
        }
    }

    void remove(HeldEntry held) {
        Subjects subjects = Subjects.of(held.entry());
        NavigableSet<HeldEntry> crowd = crowds.get(subjects);
        if (crowd == null) {
            slots.remove(subjects.slot(), held);
        } else {
            HeldEntry first = crowd.first();
            crowd.remove(held);
            show(subjects, first, crowd.first());
            if (crowd.size() == 1) {
                crowds.remove(subjects);
            }
        }
        count(shape(held.entry()), -1);
    }

    private void show(Subjects subjects, HeldEntry before, HeldEntry after) {
        if (before.location() != after.location()) {
            slots.replace(subjects.slot(), before, after);
        }
    }

    private void letThrough(long hash, BlacklistEntry entry) {
        if (!filter.add(hash)) {
            int each = entry.account() == null ? 1 : 2; // in a list all name an account, or none does
            filter.anew(each * slots.size(), slots.entries().flatMapToLong(EntryIndex::hashes));
        }
    }

    private static LongStream hashes(BlacklistEntry entry) {
        long subjects = Subjects.of(entry).hash();
        return entry.account() == null
                ? LongStream.of(subjects)
                : LongStream.of(SubjectHash.of(entry.account()), subjects);
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
        Shape[] asked = shapes;
        if (asked.length == 0 || account != null && !filter.mayHave(SubjectHash.of(account))) {
            return null;
        }
        Network host = Network.of(source);
        int[] prefixes = SubjectHash.prefixes(destination, asked[0].prefixLength);
        for (Shape shape : asked) {
            boolean anySource = shape.networkLength == NO_NETWORK;
            if (shape.prefixLength > destination.length() || (!anySource && shape.v6 != host.v6())) {
                continue;
            }
            Network network = anySource ? null : host.widened(shape.networkLength);
            long hash = SubjectHash.of(account, prefixes[shape.prefixLength], shape.prefixLength, network);
            if (!filter.mayHave(hash)) {
                continue;
            }
            String prefix = shape.prefixLength == 0 ? null : destination.substring(0, shape.prefixLength);
            BlacklistEntry entry = standing(hash, new Subjects(account, prefix, network, EntryKind.DENY), now);
            if (entry == null) {
                entry = standing(~hash, new Subjects(account, prefix, network, EntryKind.ALLOW), now);
            }
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    private @Nullable BlacklistEntry standing(long slot, Subjects subjects, Instant now) {
        HeldEntry first = slots.find(slot, subjects::areOf);
        return first != null && first.entry().standsAt(now) ? first.entry() : null;
    }

    /** Which of two entries of one list decides, by what they fix. */
    static boolean outranks(BlacklistEntry one, BlacklistEntry other) {
        return DECISIVE.compare(shape(one), shape(other)) < 0;
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
