package io.tollgate.gateway.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * The gateway's epoch, which must grow with each start even where the clock was set back, and even where the file was
 * lost: so it is the time in milliseconds, or one more than the last if that is later. Used by one process, at start.
 */
public final class EpochFile {
    private static final String NAME = "epoch";

    private EpochFile() {}

    /**
     * The epoch of this start, written down in {@code directory} before it is told.
     *
     * @throws IOException if it cannot be written
     */
    public static long next(Path directory, Instant now) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(NAME);
        long epoch = Math.max(now.toEpochMilli(), last(file) + 1);
        Path draft = directory.resolve(NAME + ".new");
        byte[] text = Long.toString(epoch).getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(text);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return epoch;
    }

    private static long last(Path file) throws IOException {
        try {
            return Long.parseLong(
                    Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (NoSuchFileException first) {
            return 0;
        } catch (NumberFormatException damaged) {
            return 0;
        }
    }
}
