package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.store.CallKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Goes over all that a store has of calls, a few at each tick. Belongs to one task.
 *
 * @param <V> what is kept of a call
 */
final class Walk<V> {

    /** Some milliseconds of a tick. */
    private static final int MOST_WALKED = 2_000;

    /** Each is a turn of its account, with some writes and two records. */
    private static final int MOST_FOUND = 500;

    private final KeyValueStore<CallKey, V> store;
    private boolean isUnderWay;
    private boolean isAgain;
    private @Nullable CallKey reached;

    Walk(KeyValueStore<CallKey, V> store) {
        this.store = store;
    }

    /** From the first one on; where a walk is under way another follows it, since there is more to look for than it knew. */
    void begin() {
        isAgain = isUnderWay;
        isUnderWay = true;
    }

    boolean isUnderWay() {
        return isUnderWay;
    }

    /** Goes on by one tick; yields those that are looked for. */
    List<KeyValue<CallKey, V>> goOn(Predicate<V> wanted) {
        List<KeyValue<CallKey, V>> found = new ArrayList<>();
        boolean isMore = false;
        if (isUnderWay) {
            int walked = 0;
            try (var rest = store.range(reached, null)) {
                while (rest.hasNext() && walked < MOST_WALKED && found.size() < MOST_FOUND) {
                    var entry = rest.next();
                    walked++;
                    reached = entry.key;
                    if (wanted.test(entry.value)) {
                        found.add(entry);
                    }
                }
                isMore = rest.hasNext();
            }
        }
        if (!isMore) {
            reached = null;
            isUnderWay = isAgain;
            isAgain = false;
        }
        return found;
    }
}
