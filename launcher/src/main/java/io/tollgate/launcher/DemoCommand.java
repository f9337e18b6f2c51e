package io.tollgate.launcher;

import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import java.util.List;

/** {@code tollgate demo}: the whole story on the embedded default, told as it happens. */
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
        console.err().println("tollgate: the demo is not available yet");
        return 1;
    }
}
