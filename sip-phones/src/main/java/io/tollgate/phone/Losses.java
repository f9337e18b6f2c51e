package io.tollgate.phone;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Messages that the script wants lost at a phone's socket. Safe for use by several threads. */
final class Losses {
    private record Loss(Predicate<Sighting> what, AtomicInteger left) {}

    private final List<Loss> losses = new CopyOnWriteArrayList<>();

    void add(int times, Predicate<Sighting> what) {
        losses.add(new Loss(what, new AtomicInteger(times)));
    }

    boolean takes(Sighting sighting) {
        for (Loss loss : losses) {
            if (loss.what().test(sighting) && loss.left().getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return true;
            }
        }
        return false;
    }
}
