package io.tollgate.launcher;

import io.tollgate.phone.TestUpstream;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code tollgate demo}: the whole story on the embedded default, told as it happens. Everything listens on free ports
 * and everything is forgotten afterwards, so it can run beside anything else.
 */
final class DemoCommand implements Verb {

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "Runs calls through all of Tollgate and tells what happens to them.";
    }

    @Override
    public List<Setting<?>> settings() {
        return Up.SETTINGS;
    }

    @Override
    public int run(SettingSources sources, Console console) {
        Path data = temporaryDirectory();
        Closers closers = new Closers();
        Running running = Running.watch(closers, console.progress());
        try {
            return tell(sources.withDefault("data", data.toString()), closers, console) ? 0 : 1;
        } finally {
            running.unwatch();
            closers.close();
            delete(data);
        }
    }

    private static boolean tell(SettingSources sources, Closers closers, Console console) {
        TestUpstream upstream =
                closers.add("upstream", TestUpstream.open("127.0.0.1", 0, Duration.ofMillis(20), 10_000));
        SettingSources demo = sources.withDefault("sip", "127.0.0.1:0")
                .withDefault("kafka", "127.0.0.1:0")
                .withDefault("registry", "http://127.0.0.1:0")
                .withDefault("http", "127.0.0.1:0")
                .withDefault("partitions", "3")
                .withOption("upstream", upstream.uri());
        console.progress().say("starting all of Tollgate for the demo");
        Up.Started up = Up.start(demo, closers, console.progress());
        URI api = up.streams().http();
        if (api == null) {
            throw new IllegalStateException("the demo needs the API: leave --http out");
        }
        String token = sources.environment().getOrDefault("TOLLGATE_API_TOKEN", "");
        DemoRecords records =
                closers.add("records", new DemoRecords(up.kafka(), up.registry(), new DemoLook(api, token)));
        console.out().println();
        String sip = up.gateway().sip().toString();
        return new DemoStory(new DemoStage(console.out(), sip, upstream, closers), records).play();
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("tollgate-demo");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory for the demo", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
