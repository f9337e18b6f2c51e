package io.tollgate.enforcement;

import io.tollgate.enforcement.config.StreamsProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** This process's files, which hold nothing that Kafka does not. */
final class StateDirectory {

    private StateDirectory() {}

    /** Removes what the application left there; the lock that somebody may hold on the directory stays. */
    static void clear(Path directory) {
        var application = directory.resolve(StreamsProperties.APPLICATION_ID);
        if (!Files.exists(application)) {
            return;
        }
        try (Stream<Path> files = Files.walk(application)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (var file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
