package io.tollgate.enforcement.store;

import io.tollgate.enforcement.rating.Micros;
import io.tollgate.enforcement.rating.Money;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes one state as bytes: a version first, then its fields in order, the way {@link StateReader} reads them. A few
 * lines for each state, no schema and no registry: what only this service reads needs neither. Used once, by one thread.
 */
final class StateWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

    StateWriter(int version) {
        bytes.write(version);
    }

    StateWriter flag(boolean value) {
        bytes.write(value ? 1 : 0);
        return this;
    }

    StateWriter int32(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(value >>> shift);
        }
        return this;
    }

    StateWriter int64(long value) {
        return int32((int) (value >>> 32)).int32((int) value);
    }

    StateWriter optionalInt(@Nullable Integer value) {
        flag(value != null);
        return value == null ? this : int32(value);
    }

    StateWriter text(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8));
    }

    StateWriter raw(byte[] value) {
        int32(value.length);
        bytes.writeBytes(value);
        return this;
    }

    StateWriter money(Money value) {
        return int64(value.micros());
    }

    StateWriter optionalText(@Nullable String value) {
        flag(value != null);
        return value == null ? this : text(value);
    }

    /** To the microsecond, as all instants here. */
    StateWriter instant(Instant value) {
        return int64(Micros.of(value));
    }

    StateWriter optionalInstant(@Nullable Instant value) {
        flag(value != null);
        return value == null ? this : instant(value);
    }

    /** By name: constants may be reordered. */
    StateWriter constant(Enum<?> value) {
        return text(value.name());
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
