package io.tollgate.launcher.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Server-sent events (WHATWG HTML, section 9.2), as far as the API uses them: a name and one line of data. */
final class EventStream implements AutoCloseable {

    /**
     * One of them.
     *
     * @param name its record's
     * @param data the record as JSON
     */
    record Event(String name, String data) {}

    private final BufferedReader lines;

    EventStream(InputStream in) {
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The next one; empty: the stream has ended. */
    Optional<Event> next() throws IOException {
        String name = "";
        String data = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return Optional.of(new Event(name, data));
            } else if (line.isEmpty()) {
                name = "";
            } else if (line.startsWith("event:")) {
                name = value(line, "event:");
            } else if (line.startsWith("data:")) {
                data = value(line, "data:");
            } // ids, retry times and comments, which are heartbeats, say nothing to people
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private static String value(String line, String field) {
        String value = line.substring(field.length());
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
