package io.tollgate.enforcement.api;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the API stands on; all of it is safe for threads.
 *
 * @param metrics in Prometheus' text format
 * @param inputs where it writes
 * @param pause waits so long, or until the process ends
 */
public record ApiPorts(
        Supplier<Health> health,
        Supplier<String> metrics,
        Ledger ledger,
        InputLog inputs,
        Clock clock,
        Consumer<Duration> pause) {

    /** One that only reads: whatever would be written finds nobody. */
    public static ApiPorts reading(Supplier<Health> health, Supplier<String> metrics, Ledger ledger) {
        InputLog nobody = (topic, key, value) -> {
            throw new InputLog.Unavailable("nothing can be written here", null);
        };
        return new ApiPorts(health, metrics, ledger, nobody, Clock.systemUTC(), pause -> {});
    }
}
