package io.tollgate.launcher;

import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.config.GatewaySettings;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import java.util.List;

/** {@code tollgate gateway}: one SIP gateway on somebody's Kafka and registry. */
final class GatewayCommand implements Verb {

    private static final List<Setting<?>> SETTINGS = GatewayPart.SETTINGS;

    private static final int FIRST_ATTEMPT_MILLIS = 5_000;

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
        PortCheck ports = new PortCheck(settings);
        GatewayPart.checkPorts(settings, ports);
        GatewaySettings gatewaySettings = GatewayPart.read(settings, cluster.kafkaProperties());
        settings.refuseFaults();
        GatewayPart.lock(gatewaySettings, closers);
        prepare(cluster.preparation());
        Gateway gateway = GatewayPart.start(gatewaySettings, closers, progress);
        return cluster.addTo(new ReadyLine().with("sip", gateway.sip()))
                .with("http", gateway.http())
                .with("upstream", gatewaySettings.upstream().written())
                .with("gateway", gateway.id())
                .with("sips", gateway.sips());
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
        try {
            thread.join(FIRST_ATTEMPT_MILLIS); // where all is well the gateway finds its topics at once
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
