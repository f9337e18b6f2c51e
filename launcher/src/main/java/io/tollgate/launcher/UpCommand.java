package io.tollgate.launcher;

import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import java.util.List;

/** {@code tollgate up}: everything in one process. */
final class UpCommand implements Verb {

    @Override
    public String name() {
        return "up";
    }

    @Override
    public String summary() {
        return "Runs all of Tollgate on a Kafka broker and a schema registry of its own.";
    }

    @Override
    public List<Setting<?>> settings() {
        return Up.SETTINGS;
    }

    @Override
    public int run(SettingSources sources, Console console) {
        return Service.run(
                console,
                closers -> Up.start(sources, closers, console.progress()).readyLine());
    }
}
