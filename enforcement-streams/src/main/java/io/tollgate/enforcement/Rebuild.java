package io.tollgate.enforcement;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.enforcement.backlog.AssignedBacklog;
import io.tollgate.enforcement.config.EnforcementSettings;
import io.tollgate.enforcement.config.StreamsProperties;
import io.tollgate.enforcement.metrics.EnforcementMetrics;
import io.tollgate.enforcement.processor.Surroundings;
import io.tollgate.schemas.serde.HttpSchemaRegistry;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Makes the balances up anew where their state is lost or doubted: from accounts' settings, adjustments and call records
 * alone. Tells nobody anything; what it leaves is the state that the next start goes on with, calls that still live
 * included. No instance may run meanwhile. Used once, by one thread.
 */
public final class Rebuild {

    /** Nothing is that slow: a task has died, or Kafka is away. */
    private static final Duration STALLED = Duration.ofMinutes(5);

    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final EnforcementSettings settings;
    private final Consumer<String> progress;

    private Rebuild(EnforcementSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Does it; blocks until it is done, as long as Kafka and the registry take. Interrupt to give up: then nothing
     * starts before it was begun again and came to its end.
     *
     * @param progress told what is going on, a line at a time
     * @throws SettingsRefused if an instance still runs
     */
    public static void run(EnforcementSettings settings, Consumer<String> progress) {
        try {
            new Rebuild(settings, progress).run();
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        } catch (ExecutionException failed) {
            throw new KafkaException("the balances could not be made up anew", failed.getCause());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void run() throws InterruptedException, ExecutionException, IOException {
        var registry = HttpSchemaRegistry.configured(StreamsProperties.registry(settings));
        Prerequisites.await(settings, registry);
        try (var admin = Admin.create(StreamsProperties.connection(settings))) {
            var state = new DurableState(admin);
            begin(state);
            progress.accept("forgetting what is there of accounts");
            state.forgetAccounts();
            StateDirectory.clear(settings.directory());
            Set<Integer> counted = ConcurrentHashMap.newKeySet();
            var metrics = new EnforcementMetrics(new SimpleMeterRegistry());
            var backlog = new AssignedBacklog();
            var surroundings = new Surroundings(
                    registry,
                    settings.partitions(),
                    settings.breadth(),
                    settings.emergencyNumbers(),
                    settings.leaseGrace(),
                    metrics,
                    new RegistryPatience(metrics::registryAwaited),
                    backlog);
            var topology = EnforcementTopology.rebuild(surroundings, counted::add);
            try (var streams = new KafkaStreams(topology, StreamsProperties.of(settings))) {
                streams.start();
                await(streams, state, counted);
                streams.close(CLOSING);
            }
            // Its tasks have other numbers than those of the service, which takes all of it from Kafka.
            StateDirectory.clear(settings.directory());
            state.markWhole();
        }
    }

    /** Nobody runs, and from here to the end nobody starts. */
    private void begin(DurableState state) throws InterruptedException, ExecutionException {
        if (!state.awaitNobody()) {
            throw refused();
        }
        boolean isResumed = state.isUnfinished();
        state.markUnfinished((short) settings.replication());
        boolean isAlone = false;
        try {
            isAlone = !state.awaitStarting(); // whoever had looked for the mark just before
        } finally {
            if (!isAlone && !isResumed) {
                state.markWhole();
            }
        }
        if (!isAlone) {
            throw refused();
        }
    }

    private static SettingsRefused refused() {
        return new SettingsRefused(List.of(
                Settings.fault("rebuild", "true", "no other streams process to run, of all that share this Kafka")));
    }

    private void await(KafkaStreams streams, DurableState state, Set<Integer> counted)
            throws InterruptedException, ExecutionException {
        long left = unread(streams, state);
        while (left > 0 || counted.size() < settings.partitions()) {
            progress.accept(left + " records still to be read");
            long before = left;
            if (!Waiting.until(
                    STALLED,
                    () -> unread(streams, state) != before || before == 0 && counted.size() == settings.partitions())) {
                throw new KafkaException("nothing was read for " + STALLED.toSeconds() + " s");
            }
            left = unread(streams, state);
        }
    }

    private static long unread(KafkaStreams streams, DurableState state)
            throws InterruptedException, ExecutionException {
        if (!streams.state().hasNotStarted() && !streams.state().isRunningOrRebalancing()) {
            throw new KafkaException("gave up, see the log above");
        }
        long left = state.unread(DurableState.REBUILT_FROM);
        // In this order: what was read of those is in these by then.
        return left > 0 ? left : state.unreadWithin();
    }
}
