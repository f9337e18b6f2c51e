package io.tollgate.gateway.kafka;

import io.tollgate.schemas.input.Fault;
import org.jspecify.annotations.Nullable;

/** A record that could be read but says what it must not; the message tells why. Streams sets such input aside. */
final class InvalidRecord extends Exception {
    InvalidRecord(String message) {
        super(message, null, false, false);
    }

    /** Refuses the record for what the rules that Streams has too say of it; null: nothing. */
    static void refuse(@Nullable Fault fault) throws InvalidRecord {
        if (fault != null) {
            throw new InvalidRecord(fault.toString());
        }
    }
}
