package io.tollgate.enforcement.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.enforcement.decision.Grounds;
import io.tollgate.enforcement.failure.RejectionReason;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What this service counts. Counting happens while records are processed, so after a failure a record that is processed
 * again is counted again: rates, not accounts. Shared by all stream threads; safe for them.
 *
 * <p>The equation: {@code tollgate.input.records = tollgate.input.accepted + tollgate.input.rejected} for each topic.
 */
public final class EnforcementMetrics {

    private static final List<Topic> READ_WITH_CARE = List.of(
            Topics.VERDICTS,
            Topics.OPERATOR_COMMANDS,
            Topics.ACCOUNTS,
            Topics.BALANCE_ADJUSTMENTS,
            Topics.RATES,
            Topics.CALL_EVENTS,
            Topics.DIALOGS);

    private static final List<String> FROM_THE_START = List.of(
            "tollgate.calls.without.decision",
            "tollgate.calls.lost",
            "tollgate.calls.reinstated",
            "tollgate.calls.moved",
            "tollgate.heartbeats.unusable",
            "tollgate.stream.threads.replaced",
            "tollgate.registry.retries",
            "tollgate.api.events.failed",
            "tollgate.api.events.lost");

    private final MeterRegistry registry;
    private final ConcurrentHashMap<String, Counter> counters = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> silentByTask = new ConcurrentHashMap<>();

    public EnforcementMetrics(MeterRegistry registry) {
        this.registry = registry;
        gauge(
                "tollgate.gateways.silent",
                () -> silentByTask.values().stream()
                        .mapToInt(silent -> silent)
                        .max()
                        .orElse(0));
        beginAtZero();
    }

    /**
     * What alerts look at is there from the start: who asks for the increase of a counter does not see the one with which
     * it appears.
     */
    private void beginAtZero() {
        for (String name : FROM_THE_START) {
            counter(name);
        }
        for (Topic topic : READ_WITH_CARE) {
            for (RejectionReason reason : RejectionReason.values()) {
                counter("tollgate.input.rejected", "topic", topic.name(), "reason", tag(reason));
            }
        }
        for (Grounds grounds : Grounds.values()) {
            counter("tollgate.terminations.ordered", "reason", tag(grounds));
        }
    }

    /**
     * Shows how this instance stands.
     *
     * @param running whether it decides
     * @param behind how many records of the input partition that is furthest behind are not read yet
     */
    public void observe(BooleanSupplier running, DoubleSupplier behind) {
        gauge("tollgate.streams.running", () -> running.getAsBoolean() ? 1 : 0);
        gauge("tollgate.input.lag.records", behind::getAsDouble);
    }

    /** A record was read from an input topic. */
    public void read(String topic) {
        count("tollgate.input.records", "topic", topic);
    }

    /** It was sound. */
    public void accepted(String topic) {
        count("tollgate.input.accepted", "topic", topic);
    }

    /** It was set aside. */
    public void rejected(String topic, Enum<?> reason) {
        count("tollgate.input.rejected", "topic", topic, "reason", tag(reason));
    }

    /** An order to end calls went out. */
    public void terminationOrdered(Enum<?> grounds) {
        count("tollgate.terminations.ordered", "reason", tag(grounds));
    }

    /** An event of a call was decided on; outcome says whether it was new, a duplicate, or came after the end. */
    public void callEvent(Enum<?> outcome) {
        count("tollgate.call.events", "outcome", tag(outcome));
    }

    /** An admission was given or refused. */
    public void admission(boolean admitted) {
        count("tollgate.admissions", "admitted", String.valueOf(admitted));
    }

    /** An adjustment reached its account's owner; outcome says whether it was applied, or why not. */
    public void adjustment(Enum<?> outcome) {
        count("tollgate.adjustments", "outcome", tag(outcome));
    }

    /** An order about a blacklist entry reached its owner; outcome says whether it was applied, or why not. */
    public void entryOrder(Enum<?> outcome) {
        count("tollgate.entry.orders", "outcome", tag(outcome));
    }

    /** A call was answered though it had to wait for an admission that it did not get. */
    public void answeredWithoutDecision() {
        count("tollgate.calls.without.decision");
    }

    /** A call ended since nobody vouched for it any more. */
    public void callLost() {
        count("tollgate.calls.lost");
    }

    /** A call that was lost lives again, or was heard to have ended otherwise. */
    public void callReinstated() {
        count("tollgate.calls.reinstated");
    }

    /** A call is another gateway's now, or another life's of its own. */
    public void callMoved() {
        count("tollgate.calls.moved");
    }

    /** A heartbeat could not be used. */
    public void heartbeatUnusable() {
        count("tollgate.heartbeats.unusable");
    }

    /** So many gateways are not heard for a lease, as one task sees it; all see the same, but for those that lag. */
    public void gatewaysSilent(String task, int silent) {
        if (silent == 0) {
            silentByTask.remove(task);
        } else {
            silentByTask.put(task, silent);
        }
    }

    /** A stream thread failed and was replaced. */
    public void threadReplaced() {
        count("tollgate.stream.threads.replaced");
    }

    /** A client of the events was too slow for one. */
    public void eventLost() {
        count("tollgate.api.events.lost");
    }

    /** What follows events could do nothing with one. */
    public void heardInVain() {
        count("tollgate.api.events.failed");
    }

    /** How many clients listen to the events. */
    public void listening(Supplier<Number> clients) {
        gauge("tollgate.api.event.clients", clients);
    }

    /** The schema registry did not answer and is asked again. */
    public void registryAwaited() {
        count("tollgate.registry.retries");
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The clock looked at so many accounts whose money may soon be gone. */
    public void looked(int accounts) {
        count("tollgate.balance.looks", accounts);
    }

    private void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).register(registry);
    }

    private void count(String name, String... tags) {
        counter(name, tags).increment();
    }

    private void count(String name, int times) {
        counter(name).increment(times);
    }

    private Counter counter(String name, String... tags) {
        var key = tags.length == 0 ? name : name + '|' + String.join("|", tags);
        var counter = counters.get(key);
        if (counter == null) {
            counter = counters.computeIfAbsent(key, unknown -> registry.counter(name, tags));
        }
        return counter;
    }
}
