package io.tollgate.launcher.registry;

import java.util.List;

/** Where the registry keeps what it knows. Used by one thread at a time. */
interface RegistryLog extends AutoCloseable {

    /** Everything that is kept, oldest first. */
    List<RegistryEntry> read();

    /** Keeps one more; returns when it is safe. {@link RegistryFault} where it is not. */
    void append(RegistryEntry entry);

    @Override
    void close();
}
