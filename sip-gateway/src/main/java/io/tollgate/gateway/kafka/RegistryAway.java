package io.tollgate.gateway.kafka;

import java.io.IOException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/** Tells a registry that cannot be asked from bytes that cannot be read; other makers' classes say it by the cause. */
final class RegistryAway {
    private RegistryAway() {}

    static boolean isMeantBy(Throwable fault) {
        return fault instanceof RetriableException
                || fault instanceof SerializationException && fault.getCause() instanceof IOException;
    }
}
