package io.tollgate.benchmark.micro;

import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import io.tollgate.enforcement.rating.Tariff;
import io.tollgate.enforcement.rating.Tariffs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The rate of a destination by the size of the plan, and what a duration costs by it. */
@State(Scope.Thread)
public class RatingBenchmark {
    private static final int CALLS = 1 << 14;
    private static final String PLAN = "plan";

    private static final RateTerms TERMS = new RateTerms(new Money(50_000), new Money(123_457), 60, 6);

    /** A plan of so many prefixes. */
    @State(Scope.Thread)
    public static class Plan {
        @Param({"1", "100000"})
        int rates = 1;

        private final Map<String, RateTerms> terms = new HashMap<>();
        private final Tariffs tariffs = Tariffs.of(terms::get);
        private final String[] destinations = new String[CALLS];

        @Setup
        public void fill() {
            Random random = new Random(1);
            for (int i = 0; i < rates; i++) {
                terms.put(Tariffs.key(PLAN, SampleEntries.forbidden(10 * i)), TERMS);
            }
            for (int i = 0; i < CALLS; i++) {
                destinations[i] = SampleEntries.forbidden(10 * random.nextInt(rates)) + "0000";
            }
        }
    }

    private final long[] micros = new Random(1).longs(CALLS, 0, 3_600_000_000L).toArray();
    private int next;

    private int next() {
        next = next + 1 & CALLS - 1;
        return next;
    }

    @Benchmark
    public Optional<Tariff> find(Plan plan) {
        return plan.tariffs.find(PLAN, plan.destinations[next()]);
    }

    @Benchmark
    public Money cost() {
        return TERMS.cost(TERMS.billedSeconds(micros[next()]));
    }

    /** How long a call can run on this money. */
    @Benchmark
    public long secondsFor() {
        return TERMS.secondsFor(new Money(micros[next()]));
    }
}
