package io.tollgate.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What a start has opened so far, to be closed where it goes no further. For one thread. */
final class Opened {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    <T> T add(T part, Consumer<? super T> close) {
        closings.push(() -> close.accept(part));
        return part;
    }

    /** The last one first. */
    void close() {
        closings.forEach(Runnable::run);
    }
}
