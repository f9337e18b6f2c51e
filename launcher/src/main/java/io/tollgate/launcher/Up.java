package io.tollgate.launcher;

import io.tollgate.launcher.broker.EmbeddedKafka;
import io.tollgate.launcher.registry.EmbeddedRegistry;
import io.tollgate.phone.TestUpstream;
import io.tollgate.schemas.setting.ClusterSettings;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * All of Tollgate in this process, on a broker and a registry of its own. Everything that can be found wrong is found
 * before the first part is started. Parts that do not need each other start at the same time: the wait is mostly for
 * classes to be loaded. Started by one thread, closed by another where a signal comes in between.
 */
final class Up {

    static final List<Setting<?>> SETTINGS = KnownSettings.ALL;

    private final Closers closers;
    private final Progress progress;
    private final SettingSources sources;
    private final Settings settings;
    private final Map<String, String> kafkaProperties;
    private final boolean ownUpstream;

    private Up(SettingSources given, Closers closers, Progress progress) {
        this.closers = closers;
        this.progress = progress;
        Path data =
                Settings.read(List.of(ClusterSettings.DATA), SETTINGS, given).value(ClusterSettings.DATA);
        this.sources = given.withDefault("gateway-http", "off")
                .withDefault("secret-file", data.resolve("secret").toString());
        this.ownUpstream = KnownSettings.read(SETTINGS, sources)
                .optional(GatewayPart.UPSTREAM)
                .isEmpty();
        // stands in for the test upstream's address, which is not known until it listens
        SettingSources checked = sources.withDefault("upstream", "sip:127.0.0.1:5060");
        this.settings = KnownSettings.read(SETTINGS, checked);
        this.kafkaProperties = KnownSettings.kafkaProperties(settings);
    }

    /** Starts all; returns when calls can be made. */
    static Started start(SettingSources sources, Closers closers, Progress progress) {
        Up up = new Up(sources, closers, progress);
        up.check();
        return up.startAll();
    }

    /**
     * What runs.
     *
     * @param kafka for clients
     * @param registry for clients
     */
    record Started(HostPort kafka, URI registry, GatewayPart gateway, StreamsPart streams) {

        ReadyLine readyLine() {
            return new ReadyLine()
                    .with("sip", gateway.sip())
                    .with("kafka", kafka)
                    .with("registry", registry)
                    .with("http", streams.http())
                    .with("upstream", gateway.upstream())
                    .with("gateway", gateway.id());
        }
    }

    private void check() {
        List<HostPort> kafka = settings.value(ClusterSettings.KAFKA);
        settings.require(kafka.size() == 1, ClusterSettings.KAFKA, "one HOST:PORT: the broker's own");
        List<URI> registry = settings.value(ClusterSettings.REGISTRY);
        settings.require(
                registry.size() == 1 && isPlain(registry.get(0)),
                ClusterSettings.REGISTRY,
                "one http://HOST:PORT: the registry's own");
        GatewayPart.check(settings, kafkaProperties);
        StreamsPart.check(settings, kafkaProperties, apiToken());

        PortCheck ports = new PortCheck(settings);
        ports.tcp(ClusterSettings.KAFKA, kafka.get(0));
        ports.tcp(ClusterSettings.REGISTRY, address(registry.get(0)));
        ports.udpAndTcp(GatewayPart.SIP, settings.value(GatewayPart.SIP));
        settings.value(StreamsPart.HTTP).ifPresent(http -> ports.tcp(StreamsPart.HTTP, http));
        settings.value(GatewayPart.HTTP).ifPresent(http -> ports.tcp(GatewayPart.HTTP, http));
        settings.refuseFaults();
    }

    private Started startAll() {
        Path data = settings.value(ClusterSettings.DATA);
        Path broker = data.resolve("kafka");
        closers.add("lock", ProcessLock.take(broker, "data", data.toString()));
        SecretFile.ensure(settings.value(GatewayPart.SECRET_FILE));

        CompletableFuture<String> upstream = CompletableFuture.supplyAsync(this::startUpstream);
        EmbeddedKafka kafka = closers.add(
                "kafka",
                EmbeddedKafka.start(settings.value(ClusterSettings.KAFKA).get(0), broker));
        progress.say("Kafka broker at " + kafka.address());
        CompletableFuture<EmbeddedRegistry> registry =
                CompletableFuture.supplyAsync(() -> startRegistry(kafka.address()));
        preparation(kafka.address(), List.of()).createTopics();
        URI registryUri = join(registry).uri();
        preparation(kafka.address(), List.of(registryUri)).registerSchemas();
        progress.say("topics and schemas are there");

        SettingSources real = sources.withOption("kafka", kafka.address().toString())
                .withOption("registry", registryUri.toString())
                .withOption("upstream", join(upstream));
        Settings realSettings = KnownSettings.read(SETTINGS, real);
        CompletableFuture<StreamsPart> streams = CompletableFuture.supplyAsync(() -> startStreams(realSettings));
        GatewayPart gateway = closers.add("gateway", GatewayPart.start(realSettings, kafkaProperties));
        progress.say("SIP gateway " + gateway.id() + " at " + gateway.sip());
        return new Started(kafka.address(), registryUri, gateway, join(streams));
    }

    private String startUpstream() {
        if (!ownUpstream) {
            return settings.value(GatewayPart.UPSTREAM).toString();
        }
        TestUpstream upstream = closers.add("upstream", TestUpstream.open("127.0.0.1", 0));
        progress.say("test upstream answers every call at " + upstream.uri());
        return upstream.uri();
    }

    private EmbeddedRegistry startRegistry(HostPort kafka) {
        HostPort listen = address(settings.value(ClusterSettings.REGISTRY).get(0));
        EmbeddedRegistry registry = closers.add("registry", EmbeddedRegistry.start(listen, kafka));
        progress.say("schema registry at " + registry.uri());
        return registry;
    }

    private StreamsPart startStreams(Settings realSettings) {
        StreamsPart streams = closers.add("streams", StreamsPart.start(realSettings, kafkaProperties, apiToken()));
        progress.say("enforcement-streams run" + (streams.http() == null ? "" : ", API at " + streams.http()));
        return streams;
    }

    private ClusterPreparation preparation(HostPort kafka, List<URI> registry) {
        return new ClusterPreparation(
                List.of(kafka),
                kafkaProperties,
                registry,
                settings.value(ClusterSettings.PARTITIONS),
                settings.value(ClusterSettings.REPLICATION).shortValue(),
                progress);
    }

    private @Nullable String apiToken() {
        return sources.environment().get("TOLLGATE_API_TOKEN");
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
