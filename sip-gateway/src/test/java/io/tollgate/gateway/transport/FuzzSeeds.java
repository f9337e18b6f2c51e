package io.tollgate.gateway.transport;

import io.tollgate.gateway.message.GeneratedMessages;
import io.tollgate.gateway.wire.TortureMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Messages that fuzzing begins with: those of the RFCs and generated ones; for streams each behind a byte that cuts it. */
public final class FuzzSeeds {
    private FuzzSeeds() {}

    static List<byte[]> messages(int generated) {
        return Stream.concat(
                        TortureMessages.all().values().stream(),
                        LongStream.range(0, generated).mapToObj(GeneratedMessages::of))
                .toList();
    }

    static byte[] asStream(byte[] message) {
        byte[] stream = new byte[message.length + 1];
        stream[0] = (byte) message.length;
        System.arraycopy(message, 0, stream, 1, message.length);
        return stream;
    }

    /** Writes them beneath a folder, for {@code benchmarks/fuzz}. */
    public static void main(String[] arguments) throws IOException {
        Path wire = Files.createDirectories(Path.of(arguments[0], "wire"));
        Path framing = Files.createDirectories(Path.of(arguments[0], "framing"));
        int number = 0;
        for (byte[] message : messages(400)) {
            Files.write(wire.resolve("seed-" + number), message);
            Files.write(framing.resolve("seed-" + number), asStream(message));
            number++;
        }
    }
}
