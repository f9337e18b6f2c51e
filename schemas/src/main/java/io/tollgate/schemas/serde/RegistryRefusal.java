package io.tollgate.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The schema registry answered, and the answer is no. Asking again changes nothing until someone changes the registry. */
public final class RegistryRefusal extends SerializationException {

    /** Confluent's code: no schema has this id, or the subject has no such schema. */
    public static final int SCHEMA_NOT_FOUND = 40403;

    private final int code;

    /**
     * @param code Confluent's error code: the HTTP status, or five digits that begin with it
     * @param message what the registry said
     */
    public RegistryRefusal(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
