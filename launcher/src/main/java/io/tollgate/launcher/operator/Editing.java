package io.tollgate.launcher.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code set}: reads what is there, changes what is named and writes the whole, since the API's PUT replaces. Two people
 * who set the same record in the same moment may undo each other's change; the answer tells what was changed from what.
 */
final class Editing {

    private final ApiOptions options;
    private final String what;
    private final String path;

    /** @param what it is, for people */
    Editing(ApiOptions options, String what, String path) {
        this.options = options;
        this.what = what;
        this.path = path;
    }

    void set(RecordForm form, List<String> assignments) {
        if (assignments.isEmpty()) {
            throw options.fault("set needs KEY=VALUE");
        }
        Map<String, @Nullable Object> changes;
        try {
            changes = form.parse(assignments);
        } catch (IllegalArgumentException e) {
            throw options.fault(String.valueOf(e.getMessage()));
        }
        Api api = options.connect();
        Optional<Fields> current = api.find(path).map(Fields::of);
        String answer = api.put(path, form.merged(current.map(Fields::values).orElse(Map.of()), changes));
        options.done(
                answer,
                what + current.map(before -> ": " + told(form, before, changes)).orElse(": created"));
    }

    private static String told(RecordForm form, Fields before, Map<String, @Nullable Object> changes) {
        List<String> told = new ArrayList<>();
        changes.forEach((key, value) -> {
            String from = form.shown(key, before.values().get(key));
            String to = form.shown(key, value);
            if (!before.values().containsKey(key)) {
                told.add(key + " " + (value == null ? "unset" : "set")); // an ha1 is never shown
            } else if (!Objects.equals(from, to)) {
                told.add(key + " " + from + " -> " + to);
            }
        });
        return told.isEmpty() ? "as it was" : String.join(", ", told);
    }
}
