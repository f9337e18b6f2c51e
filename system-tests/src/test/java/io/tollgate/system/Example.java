package io.tollgate.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command as a page of the docs has it. Immutable.
 *
 * @param answer what the page says that it prints; empty: it does not say
 */
record Example(String command, Optional<Pattern> answer) {

    private static final Path ROOT = Path.of("..");
    private static final String ID = "[0-9a-f-]{36}";

    /** Those of a page that begin with this program, in the page's order; behind a {@code $} the next line is the answer. */
    static List<Example> of(String page, String program) {
        List<String> lines;
        try {
            lines = Files.readAllLines(ROOT.resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Example> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(program + " ")) {
                found.add(new Example(line, Optional.empty()));
            } else if (line.startsWith("$ " + program + " ")) {
                found.add(new Example(line.substring(2), Optional.of(matching(lines.get(i + 1)))));
            }
        }
        return found;
    }

    /** Three dots are an id that is new each time. */
    private static Pattern matching(String answer) {
        return Pattern.compile("\\Q" + answer.replace("...", "\\E" + ID + "\\Q") + "\\E");
    }
}
