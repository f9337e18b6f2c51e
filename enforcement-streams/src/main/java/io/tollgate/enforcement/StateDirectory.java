package io.tollgate.enforcement;

import io.tollgate.enforcement.config.StreamsProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Utils;

/** This process's files, which hold nothing that Kafka does not. Whoever calls sees to it that nobody uses them. */
final class StateDirectory {

    /** As Kafka Streams names the directories of its tasks: sub-topology and partition. */
    private static final String TASKS = "[0-9]*_[0-9]*";

    /** Says which state of accounts that is. */
    private static final String ID = "state-id";

    private static final String TABLES = "*.sst";

    private StateDirectory() {}

    /** Removes what the application left there; the lock that somebody may hold on the directory stays. */
    static void clear(Path directory) throws IOException {
        Utils.delete(application(directory).toFile());
    }

    /**
     * Sees to it that nothing is gone on with there but what belongs to the state of this id. What Kafka Streams has on disk is
     * a changelog's, up to an offset, and it would go on from that offset of whatever changelog has the name now. What does
     * not say of which state it is may be of any.
     */
    static void belongTo(String id, Path directory) throws IOException {
        var said = directory.resolve(ID);
        if (Files.exists(said) && new String(Files.readAllBytes(said), StandardCharsets.UTF_8).equals(id)) {
            return;
        }
        clear(directory);
        Files.createDirectories(directory);
        var written = Files.writeString(directory.resolve(ID + ".new"), id);
        Files.move(written, said, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Removes the tasks of which a killed process had a store in memory alone. Nothing can be made of what is there: Kafka
     * Streams would open all their stores twice to find that out, and tell each of them in a page of the log.
     */
    static void clearUnwritten(Path directory) throws IOException {
        for (var task : entries(application(directory), TASKS)) {
            for (var store : entries(task.resolve("rocksdb"), "*")) {
                if (entries(store, TABLES).isEmpty()) {
                    Utils.delete(task.toFile());
                    break;
                }
            }
        }
    }

    private static Path application(Path directory) {
        return directory.resolve(StreamsProperties.APPLICATION_ID);
    }

    private static List<Path> entries(Path directory, String glob) throws IOException {
        try (var entries = Files.newDirectoryStream(directory, glob)) {
            List<Path> all = new ArrayList<>();
            entries.forEach(all::add);
            return all;
        } catch (NoSuchFileException absent) {
            return List.of();
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
    }
}
