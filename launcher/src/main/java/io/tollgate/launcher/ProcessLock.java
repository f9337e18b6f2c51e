package io.tollgate.launcher;

import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two processes from working on one directory: each would take the other's files for its own after a restart. The
 * system lets go of the lock when the process dies, however it dies, so nobody has to clean up after a crash.
 */
final class ProcessLock implements AutoCloseable {

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a directory of {@code data}'s, made if missing.
     *
     * @param key the setting that chose the directory, for the fault
     * @param value its value
     * @throws SettingsRefused if it is in use or cannot be written
     */
    static ProcessLock take(Path directory, String key, String value) {
        FileChannel channel;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(
                    directory.resolve("tollgate.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new SettingsRefused(
                    Settings.fault("data", String.valueOf(directory.getParent()), "a directory that can be written"));
        }
        if (lock(channel) == null) {
            closeQuietly(channel);
            throw new SettingsRefused(
                    Settings.fault(key, value, "that no other process uses " + directory + ", but one does"));
        }
        return new ProcessLock(channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another part of this very process
        } catch (IOException e) {
            closeQuietly(channel);
            throw new UncheckedIOException("cannot lock", e);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a lock", e);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
