package io.tollgate.enforcement.api;

import io.tollgate.schemas.topic.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where the API writes: into the topics that provisioning and billing write to, by the same rules. It changes no state
 * itself, so that what it does survives whatever befalls it, and others can read who ordered what. Implementations are
 * safe for threads.
 */
@FunctionalInterface
public interface InputLog {

    /** It is not known to be written: Kafka or the registry is away. */
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Writes a record, and returns when Kafka has it.
     *
     * @param value null: what has this key is removed
     * @throws Unavailable if that is not certain after some seconds
     */
    void append(Topic topic, String key, @Nullable SpecificRecord value);
}
