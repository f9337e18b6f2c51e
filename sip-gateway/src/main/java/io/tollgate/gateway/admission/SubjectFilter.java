package io.tollgate.gateway.admission;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/**
 * Says of nearly all subjects that no entry has that they are not there, at the cost of one word of memory: a Bloom filter
 * with one hash function and sixteen bits or more for each that was added. What was removed stays in it until it is made
 * anew. Never says so of what is there.
 *
 * <p>One thread adds, any number ask without locks.
 */
final class SubjectFilter {
    private static final int BITS_FOR_EACH = 16;
    private static final int LEAST = 64;

    private volatile AtomicLongArray words = words(LEAST);
    private int room = LEAST;

    /** False: surely not. */
    boolean mayHave(long hash) {
        AtomicLongArray now = words;
        return (now.get(word(hash, now)) >>> hash & 1) != 0;
    }

    /** Adds one; false: there is no room for it, and the filter is to be made {@link #anew}. */
    boolean add(long hash) {
        if (mayHave(hash)) {
            return true;
        }
        if (room == 0) {
            return false;
        }
        room--;
        set(hash, words);
        return true;
    }

    /** Begins again with so many hashes, and room for as many more. */
    void anew(int count, LongStream hashes) {
        AtomicLongArray fresh = words(Math.max(LEAST, 2 * count));
        hashes.forEach(hash -> set(hash, fresh));
        room = Math.max(LEAST, count);
        words = fresh;
    }

    private static void set(long hash, AtomicLongArray words) {
        int word = word(hash, words);
        words.set(word, words.get(word) | 1L << hash);
    }

    private static int word(long hash, AtomicLongArray words) {
        return (int) (hash >>> 6) & words.length() - 1;
    }

    /** A power of two of them. */
    private static AtomicLongArray words(int entries) {
        long bits = Long.highestOneBit((long) entries * BITS_FOR_EACH - 1) << 1;
        return new AtomicLongArray((int) (bits / Long.SIZE));
    }
}
