package io.tollgate.gateway.store;

import org.jspecify.annotations.Nullable;

/** The disk, or what lies on it, does not serve: full, broken, or closed already. What was to be written is not. */
public final class StoreFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean damage;

    StoreFailed(String message, @Nullable Throwable cause, boolean damage) {
        super(message, cause);
        this.damage = damage;
    }

    /** Whether what was asked for cannot be read any more: trying again gives nothing else. */
    public boolean isDamage() {
        return damage;
    }
}
