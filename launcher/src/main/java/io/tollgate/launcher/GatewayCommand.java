package io.tollgate.launcher;

import io.tollgate.schemas.setting.ClusterSettings;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import java.util.List;

/** {@code tollgate gateway}: one SIP gateway on somebody's Kafka and registry. */
final class GatewayCommand implements Verb {

    private static final List<Setting<?>> SETTINGS =
            KnownSettings.union(ClusterSettings.ALL, GatewayPart.SETTINGS, LaterSettings.ALL);

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public String summary() {
        return "Runs one SIP gateway against an existing Kafka and schema registry.";
    }

    @Override
    public List<Setting<?>> settings() {
        return SETTINGS;
    }

    @Override
    public int run(SettingSources sources, Console console) {
        return Service.run(console, closers -> start(sources, closers, console.progress()));
    }

    private static ReadyLine start(SettingSources sources, Closers closers, Progress progress) {
        Settings settings = KnownSettings.read(SETTINGS, sources);
        ClusterClient cluster = ClusterClient.of(settings, progress);
        settings.require(
                settings.optional(GatewayPart.UPSTREAM).isPresent(),
                GatewayPart.UPSTREAM,
                GatewayPart.UPSTREAM.kind().expected());
        settings.refuseFaults();
        GatewayPart.check(settings, cluster.kafkaProperties());
        PortCheck ports = new PortCheck(settings);
        ports.udpAndTcp(GatewayPart.SIP, settings.value(GatewayPart.SIP));
        settings.value(GatewayPart.HTTP).ifPresent(http -> ports.tcp(GatewayPart.HTTP, http));
        settings.refuseFaults();
        closers.add("lock", ProcessLock.take(GatewayPart.directory(settings), "gateway-id", GatewayPart.id(settings)));
        prepare(cluster.preparation());
        GatewayPart gateway = closers.add("gateway", GatewayPart.start(settings, cluster.kafkaProperties()));
        return cluster.addTo(new ReadyLine().with("sip", gateway.sip()))
                .with("http", gateway.http())
                .with("upstream", gateway.upstream())
                .with("gateway", gateway.id());
    }

    /**
     * A gateway serves calls without Kafka, so the wait for it happens beside. What waiting cannot mend still ends the
     * process as it would have at the start.
     */
    private static void prepare(ClusterPreparation preparation) {
        Thread thread = new Thread(
                () -> {
                    try {
                        preparation.createTopics();
                        preparation.registerSchemas();
                    } catch (RuntimeException e) {
                        Failure failure = Failure.of(e);
                        failure.lines().forEach(preparation.progress()::say);
                        Runtime.getRuntime().halt(failure.status());
                    }
                },
                "tollgate-prepare");
        thread.setDaemon(true);
        thread.start();
    }
}
