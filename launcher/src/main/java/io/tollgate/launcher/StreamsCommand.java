package io.tollgate.launcher;

import io.tollgate.schemas.setting.ClusterSettings;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import java.nio.file.Path;
import java.util.List;

/** {@code tollgate streams}: one enforcement-streams instance on somebody's Kafka and registry. */
final class StreamsCommand implements Verb {

    private static final List<Setting<?>> SETTINGS = KnownSettings.union(ClusterSettings.ALL, StreamsPart.SETTINGS);

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
        return Service.run(console, closers -> start(sources, closers, console.progress()));
    }

    private static ReadyLine start(SettingSources sources, Closers closers, Progress progress) {
        Settings settings = KnownSettings.read(SETTINGS, sources);
        ClusterClient cluster = ClusterClient.of(settings, progress);
        String apiToken = sources.environment().get("TOLLGATE_API_TOKEN");
        StreamsPart.check(settings, cluster.kafkaProperties(), apiToken);
        PortCheck ports = new PortCheck(settings);
        settings.value(StreamsPart.HTTP).ifPresent(http -> ports.tcp(StreamsPart.HTTP, http));
        settings.refuseFaults();
        Path directory = StreamsPart.directory(settings);
        closers.add("lock", ProcessLock.take(directory, "data", directory.toString()));
        cluster.preparation().createTopics(); // without Kafka there is nothing that streams could do
        cluster.preparation().registerSchemas();
        StreamsPart streams = closers.add("streams", StreamsPart.start(settings, cluster.kafkaProperties(), apiToken));
        return cluster.addTo(new ReadyLine()).with("http", streams.http());
    }
}
