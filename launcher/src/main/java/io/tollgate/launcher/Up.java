package io.tollgate.launcher;

import io.tollgate.enforcement.Enforcement;
import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.config.GatewayOptions;
import io.tollgate.gateway.config.GatewaySettings;
import io.tollgate.gateway.config.UpstreamSettings;
import io.tollgate.launcher.broker.EmbeddedKafka;
import io.tollgate.launcher.registry.EmbeddedRegistry;
import io.tollgate.phone.TestUpstream;
import io.tollgate.schemas.setting.ClusterSettings;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.topic.TopicCreator;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * All of Tollgate in this process, on a broker and a registry of its own. Everything that can be found wrong is found
 * before the first part is started. Parts that do not need each other start at the same time: the wait is mostly for
 * classes to be loaded. Started by one thread, closed by another where a signal comes in between.
 */
final class Up {

    static final List<Setting<?>> SETTINGS = KnownSettings.union(GatewayPart.SETTINGS_WITHIN_UP, StreamsPart.SETTINGS);

    private final Closers closers;
    private final Progress progress;
    private final SettingSources sources;
    private final Settings settings;
    private final Path secret;
    private final boolean ownSecret;
    private final boolean ownUpstream;

    private Up(SettingSources asked, Closers closers, Progress progress) {
        // One thread would open the stores of all tasks one after another, and a verdict would wait for calls' commits.
        SettingSources given = asked.withDefault("stream-threads", "2");
        this.closers = closers;
        this.progress = progress;
        Settings asGiven = KnownSettings.read(SETTINGS, given);
        this.ownSecret = asGiven.optional(GatewayOptions.SECRET_FILE).isEmpty();
        this.ownUpstream = asGiven.optional(GatewayOptions.UPSTREAM).isEmpty();
        this.secret = asGiven.value(ClusterSettings.DATA).resolve("secret");
        this.sources = given.withDefault("secret-file", secret.toString());
        this.settings = ownSecret
                ? SecretFile.withStandIn(secret, file -> checked(given.withDefault("secret-file", file.toString())))
                : checked(sources);
    }

    /** Starts all; returns when calls can be made. */
    static Started start(SettingSources sources, Closers closers, Progress progress) {
        return new Up(sources, closers, progress).startAll();
    }

    /**
     * What runs.
     *
     * @param kafka for clients
     * @param registry for clients
     * @param upstream where calls go
     */
    record Started(HostPort kafka, URI registry, String upstream, Gateway gateway, Enforcement streams) {

        ReadyLine readyLine() {
            return new ReadyLine()
                    .with("sip", gateway.sip())
                    .with("kafka", kafka)
                    .with("registry", registry)
                    .with("http", streams.http())
                    .with("upstream", upstream)
                    .with("gateway", gateway.id())
                    .with("sips", gateway.sips());
        }
    }

    /** Throws with all faults that can be found before anything is started. */
    private static Settings checked(SettingSources sources) {
        // stands in for the test upstream's address, which is not known until it listens
        Settings settings = KnownSettings.read(SETTINGS, sources.withDefault("upstream", "sip:test-upstream"));
        List<HostPort> kafka = settings.value(ClusterSettings.KAFKA);
        settings.require(kafka.size() == 1, ClusterSettings.KAFKA, "one HOST:PORT: the broker's own");
        int replication = settings.value(ClusterSettings.REPLICATION);
        settings.require(
                replication == 1 || replication == TopicCreator.BROKER_REPLICATION,
                ClusterSettings.REPLICATION,
                "1, or -1: there is one broker");
        List<URI> registry = settings.value(ClusterSettings.REGISTRY);
        settings.require(
                registry.size() == 1 && isPlain(registry.get(0)),
                ClusterSettings.REGISTRY,
                "one http://HOST:PORT: the registry's own");
        PortCheck ports = new PortCheck(settings);
        ports.tcp(ClusterSettings.KAFKA, kafka.get(0));
        ports.tcp(ClusterSettings.REGISTRY, address(registry.get(0)));
        StreamsPart.checkPorts(settings, ports);
        GatewayPart.checkPorts(settings, ports);
        Map<String, String> kafkaProperties = KnownSettings.kafkaProperties(settings);
        StreamsPart.read(settings, kafkaProperties, sources);
        GatewayPart.read(settings, kafkaProperties);
        settings.refuseFaults();
        return settings;
    }

    private Started startAll() {
        Path data = settings.value(ClusterSettings.DATA);
        Path broker = data.resolve("kafka");
        closers.add("lock", ProcessLock.take(broker, "data", data.toString()));
        if (ownSecret) {
            SecretFile.ensure(secret);
        }
        CompletableFuture<String> upstream = CompletableFuture.supplyAsync(this::startUpstream);
        EmbeddedKafka kafka = closers.add(
                "kafka",
                EmbeddedKafka.start(settings.value(ClusterSettings.KAFKA).get(0), broker));
        progress.say("Kafka broker at " + kafka.address());
        CompletableFuture<URI> registry = CompletableFuture.supplyAsync(() -> startRegistry(kafka.address()));
        preparation(kafka.address(), List.of()).createTopics();
        preparation(kafka.address(), List.of(join(registry))).registerSchemas();
        progress.say("topics and schemas are there");

        SettingSources real = sources.withOption("kafka", kafka.address().toString())
                .withOption("registry", join(registry).toString())
                .withOption("upstream", join(upstream));
        return startServices(real, kafka.address(), join(registry), join(upstream));
    }

    private Started startServices(SettingSources real, HostPort kafka, URI registry, String upstream) {
        Settings realSettings = KnownSettings.read(SETTINGS, real);
        Map<String, String> kafkaProperties = KnownSettings.kafkaProperties(realSettings);
        GatewaySettings gatewaySettings = GatewayPart.read(realSettings, kafkaProperties);
        var streamsSettings = StreamsPart.read(realSettings, kafkaProperties, real);
        GatewayPart.lock(gatewaySettings, closers);
        closers.add("streams' lock", StreamsPart.lock(streamsSettings));

        CompletableFuture<Enforcement> streams =
                CompletableFuture.supplyAsync(() -> StreamsPart.start(streamsSettings, closers));
        Gateway gateway = GatewayPart.start(gatewaySettings, closers, progress);
        StreamsPart.awaitRunning(join(streams), progress);
        return new Started(kafka, registry, upstream, gateway, join(streams));
    }

    private String startUpstream() {
        if (!ownUpstream) {
            return UpstreamSettings.written(settings.value(GatewayOptions.UPSTREAM));
        }
        TestUpstream upstream = closers.add("upstream", TestUpstream.open("127.0.0.1", 0));
        progress.say("test upstream at " + upstream.uri() + ", answers every call");
        return upstream.uri();
    }

    private URI startRegistry(HostPort kafka) {
        HostPort listen = address(settings.value(ClusterSettings.REGISTRY).get(0));
        EmbeddedRegistry registry = closers.add("registry", EmbeddedRegistry.start(listen, kafka));
        progress.say("schema registry at " + registry.uri());
        return registry.uri();
    }

    private ClusterPreparation preparation(HostPort kafka, List<URI> registry) {
        return new ClusterPreparation(
                List.of(kafka),
                KnownSettings.kafkaProperties(settings),
                registry,
                settings.value(ClusterSettings.PARTITIONS),
                settings.value(ClusterSettings.REPLICATION).shortValue(),
                progress);
    }

    private static boolean isPlain(URI uri) {
        return "http".equals(uri.getScheme())
                && uri.getUserInfo() == null
                && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
    }

    private static HostPort address(URI uri) {
        return HostPort.parse(uri.getHost() + ":" + (uri.getPort() < 0 ? 80 : uri.getPort()));
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
