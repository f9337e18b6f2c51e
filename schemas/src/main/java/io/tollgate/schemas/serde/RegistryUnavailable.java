package io.tollgate.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;

/** No schema registry answered, or none as one should: nothing is known about the schema in question. Try again. */
public final class RegistryUnavailable extends RetriableException {

    public RegistryUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public RegistryUnavailable(String message) {
        super(message);
    }
}
