package io.tollgate.launcher;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one line on standard output that scripts wait for: everything to connect to, with the real ports. */
final class ReadyLine {

    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** Adds a field in the order of the call, each name once; leaves it out where there is nothing to tell. */
    ReadyLine with(String name, @Nullable Object value) {
        if (value != null && fields.putIfAbsent(name, value) != null) {
            throw new IllegalStateException("the ready line has " + name + " already");
        }
        return this;
    }

    @Override
    public String toString() {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining(" ", "Tollgate is ready: ", ""));
    }
}
