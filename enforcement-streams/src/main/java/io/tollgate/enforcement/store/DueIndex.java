package io.tollgate.enforcement.store;

import io.tollgate.enforcement.rating.Micros;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the clock has to do, in the order of time: a look at it costs as much as is due, however much waits. Keys are the
 * instant in microseconds (big-endian, so that bytes sort as time), a kind, and an id. Belongs to one task.
 */
public final class DueIndex {

    private static final byte[] PRESENT = {1};

    private static final byte[] BEGINNING = {};

    private final KeyValueStore<Bytes, byte[]> store;

    /** Nothing is before this: a scan from the very beginning would walk over all that was ever removed. */
    private byte[] first = BEGINNING;

    public DueIndex(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /**
     * Something that is due.
     *
     * @param kind whose id it is, one of the owner's constants
     */
    public record Due(Instant at, char kind, String id) {}

    public void add(Due due) {
        var key = key(due);
        if (Arrays.compareUnsigned(key.get(), first) < 0) {
            first = key.get();
        }
        store.put(key, PRESENT);
    }

    public void remove(Due due) {
        store.delete(key(due));
    }

    /** Takes out what is due, the oldest first, at most so many: the rest waits for the next look. */
    public List<Due> take(Instant now, int most) {
        List<Due> due = new ArrayList<>();
        // A key is longer than its instant, so the next microsecond's is just beyond all that are due now.
        byte[] end = ByteBuffer.allocate(8).putLong(Micros.of(now) + 1).array();
        if (Arrays.compareUnsigned(first, end) >= 0) {
            return due;
        }
        try (var keys = store.range(Bytes.wrap(first), Bytes.wrap(end))) {
            while (keys.hasNext() && due.size() < most) {
                due.add(read(keys.next().key));
            }
        }
        due.forEach(this::remove);
        first = due.size() < most ? end : key(due.get(most - 1)).get();
        return due;
    }

    private static Bytes key(Due due) {
        byte[] id = due.id().getBytes(StandardCharsets.UTF_8);
        var key = ByteBuffer.allocate(8 + 1 + id.length)
                .putLong(Micros.of(due.at()))
                .put((byte) due.kind())
                .put(id);
        return Bytes.wrap(key.array());
    }

    private static Due read(Bytes key) {
        var in = ByteBuffer.wrap(key.get());
        var at = Micros.toInstant(in.getLong());
        char kind = (char) in.get();
        byte[] id = new byte[in.remaining()];
        in.get(id);
        return new Due(at, kind, new String(id, StandardCharsets.UTF_8));
    }
}
