package io.tollgate.launcher;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one line on standard output that scripts wait for: everything to connect to, with the real ports. */
final class ReadyLine {

    private final List<String> fields = new ArrayList<>();

    /** Adds a field in the order of the call; leaves it out where there is nothing to tell. */
    ReadyLine with(String name, @Nullable Object value) {
        if (value != null) {
            fields.add(name + "=" + value);
        }
        return this;
    }

    @Override
    public String toString() {
        return "Tollgate is ready: " + String.join(" ", fields);
    }
}
