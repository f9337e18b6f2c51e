package io.tollgate.system;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Names by turns. Safe for threads. */
final class Rounds {

    private final List<String> names;
    private final AtomicInteger turn = new AtomicInteger();

    Rounds(List<String> names) {
        this.names = List.copyOf(names);
    }

    String next() {
        return names.get(Math.floorMod(turn.getAndIncrement(), names.size()));
    }
}
