package io.tollgate.gateway.admission;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Leads from a hash to the entries that have it: a hash table with open addressing and linear probing, of which each word
 * is half of a hash and a location in the pages. A look-up reads one or two words, and the entry where it is there.
 *
 * <p>One thread writes, any number find without locks, each entry in the form before or after a change that runs.
 */
final class EntryTable {
    private static final int LEAST = 64;
    private static final long FREE = 0;
    /** Not free, so that what stands behind is still found; no location is 0. */
    private static final long REMOVED = 1L << 32;

    private final EntryPages pages;
    private volatile AtomicLongArray words = new AtomicLongArray(LEAST);
    private int size;
    /** How many words are not free. */
    private int used;

    EntryTable(EntryPages pages) {
        this.pages = pages;
    }

    /** The first entry with this hash that is meant; null: there is none. */
    @Nullable
    HeldEntry find(long hash, Predicate<BlacklistEntry> meant) {
        AtomicLongArray now = words;
        int i = start(hash, now);
        while (true) {
            long word = now.get(i);
            if (word == FREE) {
                return null;
            }
            if (sameHash(word, hash)) {
                byte[] page = pages.page(location(word));
                if (page == null || words != now || now.get(i) != word) {
                    // It was moved, and its page may be another by now.
                    now = words;
                    i = start(hash, now);
                    continue;
                }
                HeldEntry held = EntryPages.read(page, location(word));
                if (meant.test(held.entry())) {
                    return held;
                }
            }
            i = next(i, now);
        }
    }

    void add(long hash, HeldEntry held) {
        if (3L * (used + 1) > 2L * words.length()) {
            rehash();
        }
        AtomicLongArray now = words;
        int i = start(hash, now);
        while (location(now.get(i)) != 0) {
            i = next(i, now);
        }
        if (now.get(i) == FREE) {
            used++;
        }
        now.set(i, word(hash, held));
        size++;
    }

    /** Takes one form of an entry for the other, or one place. */
    void replace(long hash, HeldEntry before, HeldEntry after) {
        words.set(index(hash, before), word(hash, after));
    }

    void remove(long hash, HeldEntry held) {
        words.set(index(hash, held), REMOVED);
        size--;
        if (words.length() > LEAST && 8L * size < words.length()) {
            rehash(); // what was full once is not to be walked through for ever
        }
    }

    /** Whether it leads to exactly this. */
    boolean has(long hash, HeldEntry held) {
        return words.get(end(hash, word(hash, held))) != FREE;
    }

    int size() {
        return size;
    }

    /** How many words it has. */
    int room() {
        return words.length();
    }

    /** All that it leads to; for the writer. */
    Stream<BlacklistEntry> entries() {
        AtomicLongArray now = words;
        return IntStream.range(0, now.length())
                .map(i -> location(now.get(i)))
                .filter(location -> location != 0)
                .mapToObj(location -> pages.read(location).entry());
    }

    private int index(long hash, HeldEntry held) {
        int i = end(hash, word(hash, held));
        if (words.get(i) == FREE) {
            throw new IllegalStateException("entry " + held.entry().entryId() + " is not where it was put");
        }
        return i;
    }

    /** Where this word is, or else the first free one. */
    private int end(long hash, long word) {
        int i = start(hash, words);
        while (words.get(i) != word && words.get(i) != FREE) {
            i = next(i, words);
        }
        return i;
    }

    /** Makes room for as many again as there are at least, and for five times as many at most. */
    private void rehash() {
        AtomicLongArray before = words;
        AtomicLongArray after = new AtomicLongArray(Math.max(LEAST, Integer.highestOneBit(3 * size) << 1));
        for (int i = 0; i < before.length(); i++) {
            long word = before.get(i);
            if (location(word) != 0) {
                int free = start(word, after);
                while (after.get(free) != FREE) {
                    free = next(free, after);
                }
                after.setPlain(free, word);
            }
        }
        used = size;
        words = after;
    }

    private static long word(long hash, HeldEntry held) {
        return hash & -1L << Integer.SIZE | Integer.toUnsignedLong(held.location());
    }

    private static int location(long word) {
        return (int) word;
    }

    private static boolean sameHash(long word, long hash) {
        return (word ^ hash) >>> Integer.SIZE == 0 && location(word) != 0;
    }

    private static int start(long hash, AtomicLongArray words) {
        return (int) (hash >>> Integer.SIZE) & words.length() - 1;
    }

    private static int next(int i, AtomicLongArray words) {
        return i + 1 & words.length() - 1;
    }
}
