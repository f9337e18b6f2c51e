package io.tollgate.enforcement.api;

import io.tollgate.enforcement.feed.Feed;
import io.tollgate.enforcement.feed.Heard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands what is heard to all who listen, and remembers the last of it for those who were cut off for a moment. Safe for
 * threads.
 */
public final class Events implements Feed.Listener {

    /** For a client that comes again at once; who was away longer asks for the state anew. */
    static final int REMEMBERED = 1_000;

    private final String epoch;
    private final int mostListeners;
    private final Runnable lost;
    private final ArrayDeque<Event> last = new ArrayDeque<>();
    private final List<EventListener> listeners = new ArrayList<>();
    private long told;
    private boolean closed;

    /**
     * @param epoch tells this process's event ids from those of any other
     * @param lost run for each event that a listener misses
     */
    public Events(String epoch, int mostListeners, Runnable lost) {
        this.epoch = epoch;
        this.mostListeners = mostListeners;
        this.lost = lost;
    }

    @Override
    public synchronized void hear(Heard heard) {
        if (!heard.live() || !EventRoutes.TYPES.contains(heard.type().getSimpleName())) {
            return;
        }
        var event = new Event(++told, heard);
        if (last.size() == REMEMBERED) {
            last.removeFirst();
        }
        last.addLast(event);
        for (var listener : listeners) {
            if (!listener.offer(event)) {
                lost.run();
            }
        }
    }

    /**
     * One more that listens; empty: there are too many.
     *
     * @param after the id of the last event that it had; null: it had none
     */
    synchronized Optional<EventListener> listen(EventFilter filter, @Nullable String after) {
        if (closed || listeners.size() >= mostListeners) {
            return Optional.empty();
        }
        var listener = new EventListener(filter, epoch);
        if (after != null) {
            repeat(listener, after);
        }
        listeners.add(listener);
        return Optional.of(listener);
    }

    /** What came after that event, as far as it is remembered. */
    private void repeat(EventListener listener, String after) {
        long from = numberOf(after);
        long oldest = last.isEmpty() ? told + 1 : last.getFirst().number();
        if (from < oldest - 1 || from > told) {
            listener.missed();
        }
        for (var event : last) {
            if (from < event.number() && from >= 0) {
                listener.offer(event);
            }
        }
    }

    /** -1: not of this process. */
    private long numberOf(String id) {
        if (!id.startsWith(epoch + "-")) {
            return -1;
        }
        try {
            return Long.parseLong(id, epoch.length() + 1, id.length(), 10);
        } catch (NumberFormatException strange) {
            return -1;
        }
    }

    synchronized void leave(EventListener listener) {
        listeners.remove(listener);
    }

    /** How many listen. */
    public synchronized int listening() {
        return listeners.size();
    }

    synchronized void close() {
        closed = true;
        listeners.forEach(EventListener::close);
    }
}
