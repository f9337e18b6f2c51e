package io.tollgate.enforcement;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollgate.enforcement.api.ApiPorts;
import io.tollgate.enforcement.api.Events;
import io.tollgate.enforcement.api.Health;
import io.tollgate.enforcement.api.HttpApi;
import io.tollgate.enforcement.api.InputLog;
import io.tollgate.enforcement.api.KafkaInputLog;
import io.tollgate.enforcement.api.Ledger;
import io.tollgate.enforcement.api.PeerClient;
import io.tollgate.enforcement.api.Reads;
import io.tollgate.enforcement.api.StoreLedger;
import io.tollgate.enforcement.backlog.AssignedBacklog;
import io.tollgate.enforcement.backlog.FollowedConsumers;
import io.tollgate.enforcement.config.EnforcementSettings;
import io.tollgate.enforcement.config.StreamsProperties;
import io.tollgate.enforcement.failure.ThreadReplacement;
import io.tollgate.enforcement.feed.Decisions;
import io.tollgate.enforcement.feed.Feed;
import io.tollgate.enforcement.feed.Observed;
import io.tollgate.enforcement.metrics.EnforcementMetrics;
import io.tollgate.enforcement.processor.Surroundings;
import io.tollgate.schemas.serde.HttpSchemaRegistry;
import io.tollgate.schemas.serde.SchemaRegistry;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import io.tollgate.schemas.topic.Topic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running instance of the enforcement application. Started by one thread, closed by any; what it offers is safe for
 * threads.
 */
public final class Enforcement implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Enforcement.class);
    private static final Duration CLOSING = Duration.ofSeconds(20);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final EnforcementMetrics metrics = new EnforcementMetrics(meters);
    private final @Nullable HttpApi http;
    private final ThreadReplacement threads =
            new ThreadReplacement(System::nanoTime, this::pause, metrics::threadReplaced);
    private final @Nullable Reads reads;
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable KafkaInputLog inputs;
    private volatile @Nullable Feed feed;
    private volatile @Nullable Rekeying rekeying;

    private Enforcement(EnforcementSettings settings) {
        var listen = settings.http();
        metrics.observe(() -> health().healthy(), () -> Lag.most(streams));
        process();
        if (listen == null) {
            reads = null;
            http = null;
            return;
        }
        var events = new Events(
                Long.toString(System.currentTimeMillis(), Character.MAX_RADIX),
                settings.reads().listeners(),
                metrics::eventLost);
        metrics.listening(events::listening);
        reads = new Reads(
                new StoreLedger(this::store, Clock.systemUTC()),
                new StreamsPeers(() -> streams, () -> advertised(settings), settings.partitions()),
                new PeerClient(settings.apiToken()),
                events,
                new Decisions(),
                new Observed(Clock.systemUTC()));
        var ports = new ApiPorts(
                this::health, meters::scrape, reads.ledger(), this::append, Clock.systemUTC(), this::pause);
        http = HttpApi.start(listen, settings.reads().advertise(), settings.apiToken(), ports, reads);
    }

    /** Where others can ask this instance. */
    private HostPort advertised(EnforcementSettings settings) {
        var told = settings.reads().advertise();
        if (told != null) {
            return told;
        }
        if (http == null) {
            throw new Ledger.NotNow();
        }
        return Advertised.of(http.address());
    }

    /** Tells the API what happens. */
    private void follow(EnforcementSettings settings, SchemaRegistry registry) {
        if (reads == null) {
            return;
        }
        var following = new Feed(
                () -> new KafkaConsumer<>(
                        StreamsProperties.follower(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                registry,
                settings.partitions(),
                settings.reads().history(),
                Clock.systemUTC(),
                reads.listeners(),
                metrics::heardInVain);
        feed = following;
        var thread = new Thread(following, "tollgate-feed");
        thread.setDaemon(true);
        thread.start();
    }

    private void process() {
        gc.bindTo(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
    }

    private <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
        var running = streams;
        if (running == null) {
            throw new Ledger.NotNow();
        }
        return running.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
    }

    private void append(Topic topic, String key, @Nullable SpecificRecord value) {
        var open = inputs;
        if (open == null) {
            throw new InputLog.Unavailable("not connected yet, try again", null);
        }
        open.append(topic, key, value);
    }

    /**
     * Starts: waits for Kafka and the registry as long as it takes (interrupt to give up), sees to it that topics and
     * schemas are there, and begins to work. That it works shows in {@link #awaitRunning} and at {@code /health}. The caller
     * has locked the directory: what is there of a former state is removed.
     *
     * @throws SettingsRefused if what was configured cannot be
     */
    public static Enforcement start(EnforcementSettings settings) {
        var enforcement = new Enforcement(settings);
        try {
            enforcement.begin(settings);
            return enforcement;
        } catch (RuntimeException failed) {
            enforcement.close();
            throw failed;
        }
    }

    private void begin(EnforcementSettings settings) {
        var registry = HttpSchemaRegistry.configured(StreamsProperties.registry(settings));
        var state = Prerequisites.awaitState(settings, registry);
        if (http != null) {
            inputs = KafkaInputLog.connected(settings, registry);
        }
        var backlog = new AssignedBacklog();
        var stage = new Rekeying(StreamsProperties.connection(settings), EnforcementTopology.OWNERS);
        rekeying = stage;
        var surroundings = new Surroundings(
                registry,
                settings.partitions(),
                settings.breadth(),
                settings.emergencyNumbers(),
                settings.leaseGrace(),
                metrics,
                new RegistryPatience(metrics::registryAwaited),
                backlog);
        try {
            StateDirectory.belongTo(state, settings.directory());
            var starting = new KafkaStreams(
                    EnforcementTopology.build(surroundings),
                    StreamsProperties.of(settings, http == null ? null : advertised(settings)),
                    new FollowedConsumers(backlog, EnforcementTopology.OWNERS, stage, Clock.systemUTC()));
            streams = starting;
            starting.setUncaughtExceptionHandler(threads);
            clearUnwritten(settings.directory());
            starting.start();
            follow(settings, registry);
        } catch (StreamsException | IOException refused) {
            throw new SettingsRefused(List.of(Settings.fault(
                    "data",
                    settings.directory().toString(),
                    "a directory that can be written and that no other process uses (" + refused.getMessage() + ")")));
        }
    }

    /** Only once {@link KafkaStreams} has locked the directory. What cannot be removed it finds out about itself. */
    private static void clearUnwritten(Path directory) {
        try {
            StateDirectory.clearUnwritten(directory);
        } catch (IOException failed) {
            LOGGER.atWarn().setCause(failed).log("state that was never written cannot be removed");
        }
    }

    /** Where the API is; null where it is off. */
    public @Nullable URI http() {
        return http == null ? null : http.uri();
    }

    /** Whether all tasks of this instance are running, and not only for a moment between two failures. */
    public Health health() {
        var now = streams;
        if (now == null) {
            return new Health(false, "connecting");
        }
        if (threads.isFailing()) {
            return new Health(false, "failing");
        }
        var state = now.state();
        return new Health(state == KafkaStreams.State.RUNNING, state.name().toLowerCase(Locale.ROOT));
    }

    /** Waits until all tasks are running; false if they are not by then. */
    public boolean awaitRunning(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!health().healthy()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    /** Or until it is closed. */
    private void pause(Duration duration) {
        try {
            closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Finishes what it has begun, gives its tasks to others, and leaves its state on disk. */
    @Override
    public void close() {
        closing.countDown();
        var running = streams;
        if (running != null) {
            running.close(CloseOptions.timeout(CLOSING)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
        var stage = rekeying;
        if (stage != null) {
            stage.close();
        }
        var following = feed;
        if (following != null) {
            following.close();
        }
        if (http != null) {
            http.close();
        }
        var open = inputs;
        if (open != null) {
            open.close();
        }
        gc.close();
        meters.close();
    }
}
