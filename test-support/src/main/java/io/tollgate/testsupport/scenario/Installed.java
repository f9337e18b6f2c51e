package io.tollgate.testsupport.scenario;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of others that a test needs. */
public final class Installed {

    private Installed() {}

    /**
     * Skips the test, with a word, where one of these is not on PATH; with {@code CI=true} in the environment that is a
     * failure, since it must be there then.
     */
    public static void require(String... commands) {
        List<String> missing =
                Stream.of(commands).filter(command -> find(command).isEmpty()).toList();
        if (missing.isEmpty()) {
            return;
        }
        String word = "not on PATH: " + String.join(", ", missing);
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            throw new AssertionError(word + ", and CI=true wants it");
        }
        System.out.println("skipped, " + word);
        abort(word);
    }

    /** Where this one is. */
    public static Path path(String command) {
        return find(command).orElseThrow(() -> new IllegalStateException("not on PATH: " + command));
    }

    private static Optional<Path> find(String command) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
