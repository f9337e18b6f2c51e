package io.tollgate.benchmark.micro;

import io.tollgate.gateway.admission.Attempt;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identity;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * Calls that are tried while {@link SampleEntries} stand. They are so many that what they look at does not stay in the
 * processor's nearest caches, as it does not where calls are milliseconds apart. Stateless.
 */
public final class SampleAttempts {
    private static final int COUNT = 1 << 14;

    private SampleAttempts() {}

    /** Of accounts without entries, to numbers without: all lists are asked, and all lengths in them. */
    public static Attempt[] admitted(int entries) {
        return some(entries, (number, random) -> attempt("unknown-" + number, SampleEntries.allowed(random), random));
    }

    /** Of accounts that have an entry, for other numbers: of each ten entries the eighth is such a one. */
    static Attempt[] restricted(int entries) {
        return some(
                entries,
                (number, random) ->
                        attempt(SampleEntries.account(number / 10 * 10 + 8), SampleEntries.allowed(random), random));
    }

    /** To numbers that nobody may call, as every tenth entry says. */
    static Attempt[] refused(int entries) {
        return some(
                entries,
                (number, random) ->
                        attempt("unknown-" + number, SampleEntries.forbidden(number / 10 * 10) + "0000", random));
    }

    private static Attempt[] some(int entries, BiFunction<Integer, Random, Attempt> maker) {
        Random random = new Random(1);
        Attempt[] attempts = new Attempt[COUNT];
        for (int i = 0; i < COUNT; i++) {
            attempts[i] = maker.apply(random.nextInt(entries), random);
        }
        return attempts;
    }

    private static Attempt attempt(String account, String destination, Random random) {
        String source = "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
        return new Attempt(
                Direction.OUTBOUND,
                new Identified(account, Identity.CLAIMED, null),
                destination,
                SampleMessages.address(source),
                false);
    }
}
