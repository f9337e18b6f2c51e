package io.tollgate.gateway.proxy;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is over and still answers what comes late: where there is too much of it the eldest goes. Belongs to its shard. */
final class Lingering<T> {
    private final int most;
    private final Set<T> all = new LinkedHashSet<>();

    Lingering(int most) {
        this.most = most;
    }

    /** One more; gives the one that is to be forgotten for it, or null. */
    @Nullable
    T add(T one) {
        all.add(one);
        return all.size() > most ? all.iterator().next() : null;
    }

    void remove(T one) {
        all.remove(one);
    }

    /** Other threads may ask, for what it is worth the moment after. */
    int size() {
        return all.size();
    }
}
