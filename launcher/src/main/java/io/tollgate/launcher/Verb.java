package io.tollgate.launcher;

import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import java.util.List;

/** One thing that the {@code tollgate} command can be told to do. */
interface Verb {

    String name();

    /** One line for the list of commands. */
    String summary();

    /** What can be set for it. */
    List<Setting<?>> settings();

    /**
     * Does it, and returns the process's status. Faults of the start are thrown; {@link Tollgate} tells them.
     *
     * @param console where to write
     */
    int run(SettingSources sources, Console console);
}
