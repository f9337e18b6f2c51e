package io.tollgate.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Directories as a dead process leaves them. */
public final class Trees {
    private Trees() {}

    /** What lies there now, without asking whoever has it open. */
    public static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        }
        for (Path path : all) {
            if (!path.endsWith("LOCK")) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
