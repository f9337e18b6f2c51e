package io.tollgate.enforcement.contract;

import io.tollgate.schemas.input.Identifiers;
import org.jspecify.annotations.Nullable;

/** Refuses records for the ids in them. */
final class Identifier {

    private Identifier() {}

    /** Refuses an empty one, one with a NUL, and one that is too long. */
    static void require(String name, String value) {
        Faults.refuse(Identifiers.fault(name, value));
    }

    /** Refuses only one that is too long; null is none. */
    static void requireShort(String name, @Nullable String value) {
        Faults.refuse(Identifiers.tooLong(name, value));
    }

    /** Refuses a record whose key does not say what it says itself. */
    static void requireKey(String key, String name, String value) {
        Faults.refuse(Identifiers.keyFault(key, name, value));
    }
}
