package io.tollgate.launcher;

import io.tollgate.enforcement.Enforcement;
import io.tollgate.enforcement.Rebuild;
import io.tollgate.enforcement.config.EnforcementOptions;
import io.tollgate.enforcement.config.EnforcementSettings;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import java.util.List;

/** {@code tollgate streams}: one enforcement-streams instance on somebody's Kafka and registry. */
final class StreamsCommand implements Verb {

    private static final List<Setting<?>> SETTINGS =
            KnownSettings.union(StreamsPart.SETTINGS, List.of(EnforcementOptions.REBUILD));

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String summary() {
        return "Runs one enforcement-streams instance against an existing Kafka and schema registry.";
    }

    @Override
    public List<Setting<?>> settings() {
        return SETTINGS;
    }

    @Override
    public int run(SettingSources sources, Console console) {
        if (KnownSettings.read(SETTINGS, sources).value(EnforcementOptions.REBUILD)) {
            return rebuild(sources, console);
        }
        return Service.run(console, closers -> start(sources, closers, console.progress()));
    }

    private static int rebuild(SettingSources sources, Console console) {
        Settings settings = KnownSettings.read(SETTINGS, sources);
        ClusterClient cluster = ClusterClient.of(settings, console.progress());
        EnforcementSettings streamsSettings = StreamsPart.read(settings, cluster.kafkaProperties(), sources);
        settings.refuseFaults();
        try (Closers closers = new Closers()) {
            closers.add("lock", StreamsPart.lock(streamsSettings));
            Rebuild.run(streamsSettings, console.progress()::say);
        }
        console.out().println("The balances are made up anew.");
        console.out().flush();
        return 0;
    }

    private static ReadyLine start(SettingSources sources, Closers closers, Progress progress) {
        Settings settings = KnownSettings.read(SETTINGS, sources);
        ClusterClient cluster = ClusterClient.of(settings, progress);
        PortCheck ports = new PortCheck(settings);
        StreamsPart.checkPorts(settings, ports);
        EnforcementSettings streamsSettings = StreamsPart.read(settings, cluster.kafkaProperties(), sources);
        settings.refuseFaults();
        closers.add("lock", StreamsPart.lock(streamsSettings));
        cluster.preparation().createTopics(); // without Kafka there is nothing that streams could do
        cluster.preparation().registerSchemas();
        Enforcement streams = StreamsPart.start(streamsSettings, closers);
        StreamsPart.awaitRunning(streams, progress);
        return cluster.addTo(new ReadyLine()).with("http", streams.http());
    }
}
