package io.tollgate.enforcement.contract;

import io.tollgate.enforcement.decision.InvalidInput;

/** What the ids in records must be, so that they can be parts of keys. */
final class Identifier {

    private Identifier() {}

    /** Refuses an empty one, and one with a NUL: that divides the parts of a key. */
    static void require(String name, String value) {
        InvalidInput.unless(!value.isEmpty(), name + " is empty");
        InvalidInput.unless(value.indexOf('\0') < 0, name + " has a NUL");
    }

    /** Refuses a record whose key does not say what it says itself. */
    static void requireKey(String key, String name, String value) {
        require(name, value);
        InvalidInput.unless(key.equals(value), "key and " + name + " differ");
    }
}
