package io.tollgate.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * These bytes are not a record that we know, and never will be: set them aside with {@link #reason()} and go on. That the
 * registry cannot be asked is never told by this exception.
 */
public final class UnreadableRecord extends SerializationException {

    private final String reason;

    UnreadableRecord(String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    UnreadableRecord(String reason) {
        this(reason, null);
    }

    /** Why, for the operator. */
    public String reason() {
        return reason;
    }
}
