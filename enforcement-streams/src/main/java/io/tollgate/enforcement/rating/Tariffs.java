package io.tollgate.enforcement.rating;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where rates are looked up, by the longest prefix of a plan. Implementations may be asked by one thread at a time. */
@FunctionalInterface
public interface Tariffs {

    /** There are none. */
    Tariffs NONE = (plan, destination) -> Optional.empty();

    /** As long as prefixes may be. */
    int LONGEST_PREFIX = 32;

    /**
     * The rate for a destination.
     *
     * @param plan null: the account has none
     * @param destination E.164 digits; what is no number has the empty prefix alone
     */
    Optional<Tariff> find(@Nullable String plan, String destination);

    /** Out of rates by {@link #key}. A destination costs as many questions as it has digits, however many rates there are. */
    static Tariffs of(Function<String, @Nullable RateTerms> rates) {
        return (plan, destination) -> {
            if (plan == null) {
                return Optional.empty();
            }
            int most = isNumber(destination) ? Math.min(destination.length(), LONGEST_PREFIX) : 0;
            for (int digits = most; digits >= 0; digits--) {
                var prefix = destination.substring(0, digits);
                var terms = rates.apply(key(plan, prefix));
                if (terms != null) {
                    return Optional.of(new Tariff(plan, prefix, terms));
                }
            }
            return Optional.empty();
        };
    }

    /** As the contract writes a rate's key. */
    static String key(String plan, String prefix) {
        return plan + "/" + prefix;
    }

    private static boolean isNumber(String destination) {
        return destination.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
