package io.tollgate.phone;

import java.util.concurrent.ThreadLocalRandom;

/** Tags, branches and Call-IDs. Random enough for endpoints that nobody attacks. */
final class Ids {
    /** RFC 3261 section 8.1.1.7: a branch that begins so is unique. */
    static final String MAGIC = "z9hG4bK";

    private Ids() {}

    static String branch() {
        return MAGIC + hex();
    }

    static String tag() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    static String hex() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }
}
