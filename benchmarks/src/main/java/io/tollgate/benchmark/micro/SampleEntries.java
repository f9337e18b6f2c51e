package io.tollgate.benchmark.micro;

import io.tollgate.gateway.admission.BlacklistEntry;
import io.tollgate.gateway.admission.BlacklistReason;
import io.tollgate.gateway.admission.EntryKind;
import io.tollgate.gateway.identity.Network;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A blacklist as it may grow in years, entry by entry: four of ten are numbers and ranges that nobody is to call (3 to 12
 * digits), three are sources, mostly single addresses, and three forbid an account something. All deny. The same number
 * always gives the same entry. Stateless.
 */
public final class SampleEntries {
    /** Numbers that are forbidden as a whole are of so many digits. */
    private static final int LONGEST = 12;

    private static final int SHORTEST = 3;

    private SampleEntries() {}

    /** The n-th. */
    public static BlacklistEntry entry(int number) {
        SplittableRandom random = new SplittableRandom(number);
        int kind = number % 10;
        @Nullable String account = kind >= 7 ? account(number) : null;
        @Nullable String prefix = kind < 4 ? forbidden(number) : kind == 8 ? digits(random, 2 + number % 4) : null;
        @Nullable Network source = kind >= 4 && kind < 7 ? source(random, kind) : null;
        return new BlacklistEntry(
                "fraud-" + number, account, prefix, source, EntryKind.DENY, BlacklistReason.FRAUD_VERDICT, null);
    }

    /** The account that the n-th entry would be for. */
    static String account(int number) {
        return "customer-" + number;
    }

    /** A number that the n-th entry would forbid; short ranges are few, as they hit many. */
    static String forbidden(int number) {
        int rank = Math.max(0, number / 10);
        int length = rank % 1_000 < 4 ? SHORTEST + rank % 1_000 : 7 + rank % (LONGEST - 6);
        return digits(new SplittableRandom(number), length);
    }

    private static Network source(SplittableRandom random, int kind) {
        // Never in 10.0.0.0/8, where the callers are.
        long address = random.nextLong(1L << 31) | 1L << 31;
        return kind == 6 && address % 4 == 0
                ? new Network(true, random.nextLong(), 0, 64)
                : new Network(false, 0, address, kind == 6 ? 24 : 32);
    }

    /** Never with 9 in front, so that destinations with 9 hit none. */
    private static String digits(SplittableRandom random, int length) {
        StringBuilder digits = new StringBuilder(length).append((char) ('1' + random.nextInt(8)));
        while (digits.length() < length) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    /** A destination of twelve digits that no entry forbids. */
    static String allowed(Random random) {
        return "9" + String.format("%011d", random.nextLong(100_000_000_000L));
    }
}
