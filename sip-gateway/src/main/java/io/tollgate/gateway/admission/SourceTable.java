package io.tollgate.gateway.admission;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What is remembered of each source (an IPv4 address, an IPv6 /64): two buckets, one of requests that begin something and
 * one of failed authentications, until when it is blocked, and until when its address counts as proved.
 *
 * <p>A table of fixed size, so that forged sources cannot fill the memory. Its places depend on a secret seed, so that
 * nobody can aim at one; in each are {@value #WAYS} sources. A newcomer takes the place of the one of which there is
 * least to remember: a flood of sources that send little each drives out one another and those that were quiet, whose
 * buckets are full anyway, and neither who is blocked nor who proved his address.
 *
 * <p>Safe for all threads; allocates nothing for IPv4. Times are microseconds of any clock that never goes back.
 */
public final class SourceTable {
    private static final int WAYS = 4;
    private static final int SETS = 8_192;
    private static final int STRIPES = 64;
    private static final int MOST_DOUBLINGS = 3;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final long V4_MARK = 1L << 40;
    private static final long NOTHING = Long.MIN_VALUE / 2;
    private static final long SECOND = TimeUnit.SECONDS.toMicros(1);

    /** A source that was blocked and kept quiet for so long begins anew. */
    private static final long FORGIVEN = TimeUnit.MINUTES.toMicros(10);

    /** For so long after its last proof an address is taken for its user's. */
    private static final long PROVED = TimeUnit.MINUTES.toMicros(10);

    private final long seed;
    private final long requestMicros;
    private final long requestSlack;
    private final long failureMicros;
    private final long failureSlack;
    private final long blockMicros;

    private final long[] keys = new long[SETS * WAYS];
    /** When each bucket will be full again; earlier than now: it is. */
    private final long[] requestsFullAt = filled();

    private final long[] failuresFullAt = filled();
    private final long[] blockedUntil = filled();
    private final long[] provedUntil = filled();
    private final byte[] blocks = new byte[SETS * WAYS];
    private final Object[] stripes = new Object[STRIPES];

    public SourceTable(Defence defence, long seed) {
        this.seed = seed;
        this.requestMicros = SECOND / defence.requestsPerSecond();
        this.requestSlack = requestMicros * defence.requestsBurst();
        this.failureMicros = 60 * SECOND / defence.failuresPerMinute();
        this.failureSlack = failureMicros * defence.failuresBurst();
        this.blockMicros = defence.block().toNanos() / 1_000;
        Arrays.setAll(stripes, i -> new Object());
    }

    private static long[] filled() {
        long[] times = new long[SETS * WAYS];
        Arrays.fill(times, NOTHING);
        return times;
    }

    /** Whether nothing is heard of this source now. */
    public boolean blocked(InetAddress source, long nowMicros) {
        long key = key(source);
        int set = set(key);
        synchronized (stripes[set % STRIPES]) {
            int at = find(key, set);
            return at >= 0 && blockedUntil[at] > nowMicros;
        }
    }

    /** A request came that begins something; false: one too many. */
    public boolean take(InetAddress source, long nowMicros) {
        long key = key(source);
        int set = set(key);
        synchronized (stripes[set % STRIPES]) {
            int at = claim(key, set);
            long full = Math.max(requestsFullAt[at], nowMicros) + requestMicros;
            if (full - nowMicros > requestSlack) {
                return false;
            }
            requestsFullAt[at] = full;
            return true;
        }
    }

    /** What it asked for is not held against it: gives so many requests back. */
    public void giveBack(InetAddress source, int requests) {
        long key = key(source);
        int set = set(key);
        synchronized (stripes[set % STRIPES]) {
            int at = find(key, set);
            if (at >= 0) {
                requestsFullAt[at] -= requests * requestMicros;
            }
        }
    }

    /** Credentials of this source were wrong; false: once too often. */
    public boolean failed(InetAddress source, long nowMicros) {
        long key = key(source);
        int set = set(key);
        synchronized (stripes[set % STRIPES]) {
            int at = claim(key, set);
            long full = Math.max(failuresFullAt[at], nowMicros) + failureMicros;
            if (full - nowMicros > failureSlack) {
                return false;
            }
            failuresFullAt[at] = full;
            return true;
        }
    }

    /**
     * Has nothing heard of it for a while; how often it was before: 0 the first time, -1 if it is blocked already.
     *
     * @param proven whether it sent what it is blocked for beyond doubt: only then each time is longer than the last
     */
    public int block(InetAddress source, boolean proven, long nowMicros) {
        long key = key(source);
        int set = set(key);
        synchronized (stripes[set % STRIPES]) {
            int at = claim(key, set);
            if (blockedUntil[at] > nowMicros) {
                return -1;
            }
            if (blockedUntil[at] + FORGIVEN < nowMicros) {
                blocks[at] = 0;
            }
            int before = proven ? blocks[at] : 0;
            blockedUntil[at] = nowMicros + times(blockMicros, before);
            if (proven) {
                blocks[at] = (byte) Math.min(before + 1, MOST_DOUBLINGS);
            }
            return before;
        }
    }

    /** A duration doubled for each time before, eightfold at most. */
    public static long times(long duration, int before) {
        return duration << Math.min(before, MOST_DOUBLINGS);
    }

    /** The source has received what was sent to its address. */
    public void proved(InetAddress source, long nowMicros) {
        long key = key(source);
        int set = set(key);
        synchronized (stripes[set % STRIPES]) {
            provedUntil[claim(key, set)] = nowMicros + PROVED;
        }
    }

    /** Whether it has lately. */
    public boolean isProved(InetAddress source, long nowMicros) {
        long key = key(source);
        int set = set(key);
        synchronized (stripes[set % STRIPES]) {
            int at = find(key, set);
            return at >= 0 && provedUntil[at] > nowMicros;
        }
    }

    private int find(long key, int set) {
        for (int at = set * WAYS; at < (set + 1) * WAYS; at++) {
            if (keys[at] == key) {
                return at;
            }
        }
        return -1;
    }

    private int claim(long key, int set) {
        int found = find(key, set);
        if (found >= 0) {
            return found;
        }
        int least = set * WAYS;
        for (int at = least + 1; at < (set + 1) * WAYS; at++) {
            if (worth(at) < worth(least)) {
                least = at;
            }
        }
        keys[least] = key;
        requestsFullAt[least] = NOTHING;
        failuresFullAt[least] = NOTHING;
        blockedUntil[least] = NOTHING;
        provedUntil[least] = NOTHING;
        blocks[least] = 0;
        return least;
    }

    /** Until when there is anything to remember. */
    private long worth(int at) {
        return Math.max(Math.max(requestsFullAt[at], failuresFullAt[at]), Math.max(blockedUntil[at], provedUntil[at]));
    }

    private int set(long key) {
        long hash = (key ^ seed) * GOLDEN;
        hash = (hash ^ hash >>> 32) * GOLDEN;
        return (int) (hash >>> 40) & (SETS - 1);
    }

    /** An IPv4 address's hash code is the address, which a test pins; its bytes would be a copy. */
    static long key(InetAddress source) {
        if (source instanceof Inet4Address) {
            return V4_MARK | source.hashCode() & 0xFFFF_FFFFL;
        }
        byte[] address = source.getAddress();
        long network = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            network = network << Byte.SIZE | address[i] & 0xFF;
        }
        return network;
    }
}
