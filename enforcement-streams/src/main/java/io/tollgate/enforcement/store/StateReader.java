package io.tollgate.enforcement.store;

import io.tollgate.enforcement.rating.Micros;
import io.tollgate.enforcement.rating.Money;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateWriter} wrote. Used once, by one thread. */
final class StateReader {

    private final ByteBuffer in;
    private final int version;

    StateReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
        version = in.get();
    }

    /** Refuses what a newer release wrote: a state half understood is worse than none. */
    StateReader upTo(int newest) {
        if (version < 1 || version > newest) {
            throw new IllegalStateException("state version " + version + ", known up to " + newest);
        }
        return this;
    }

    /** Whether it was written before this version of its form. */
    boolean isBefore(int other) {
        return version < other;
    }

    boolean flag() {
        return in.get() != 0;
    }

    int int32() {
        return in.getInt();
    }

    long int64() {
        return in.getLong();
    }

    @Nullable
    Integer optionalInt() {
        return flag() ? Integer.valueOf(int32()) : null;
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Nullable
    String optionalText() {
        return flag() ? text() : null;
    }

    byte[] bytes() {
        byte[] read = new byte[int32()];
        in.get(read);
        return read;
    }

    Money money() {
        return new Money(int64());
    }

    Instant instant() {
        return Micros.toInstant(int64());
    }

    @Nullable
    Instant optionalInstant() {
        return flag() ? instant() : null;
    }

    <E extends Enum<E>> E constant(Class<E> type) {
        return Enum.valueOf(type, text());
    }
}
