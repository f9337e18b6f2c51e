package io.tollgate.testsupport.money;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When each of several calls that share a balance must end, reckoned as slowly and plainly as can be: whoever's increment
 * begins next takes its price from what is left, and ends if there is not enough. Immutable; instants in microseconds.
 */
public final class ExactCuts {
    private ExactCuts() {}

    /**
     * The instant of each call's end.
     *
     * @param credit what they share, in micro-units
     * @param answered when each call was answered, by its name
     */
    public static Map<String, Long> of(Tariff tariff, long credit, Map<String, Long> answered) {
        Map<String, Integer> begun = new LinkedHashMap<>();
        answered.keySet().forEach(call -> begun.put(call, 0));
        Map<String, Long> cuts = new LinkedHashMap<>();
        long left = credit;
        while (cuts.size() < answered.size()) {
            String next = begun.keySet().stream()
                    .filter(call -> !cuts.containsKey(call))
                    .min(Comparator.<String>comparingLong(call -> begins(tariff, answered, begun, call))
                            .thenComparing(Comparator.naturalOrder()))
                    .orElseThrow();
            long price = tariff.price(begun.get(next));
            if (price <= left) {
                left -= price;
                begun.merge(next, 1, Integer::sum);
            } else {
                cuts.put(next, begins(tariff, answered, begun, next));
            }
        }
        return cuts;
    }

    private static long begins(Tariff tariff, Map<String, Long> answered, Map<String, Integer> begun, String call) {
        return answered.get(call) + tariff.begins(begun.get(call)) * 1_000_000;
    }
}
