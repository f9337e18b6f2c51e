package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.charge.Watch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The watches over the money of a task's accounts, as far as they are worth their place. One of few calls is soon made
 * anew from the store, so only those asked for last are kept; one of many calls is kept as long as they run. Belongs to
 * one task.
 */
final class Watches {

    private static final int FEW_CALLS = 16;

    private final Map<String, Watch> many = new HashMap<>();
    private final Map<String, Watch> few;

    /**
     * @param mostOfFew how many of few calls are kept
     */
    Watches(int mostOfFew) {
        // In the order of their last use.
        few = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Watch> eldest) {
                return size() > mostOfFew;
            }
        };
    }

    /** An account's; null: there is none, or it has to be made anew. */
    @Nullable
    Watch get(String account) {
        var watch = many.get(account);
        return watch != null ? watch : few.get(account);
    }

    /** Keeps an account's; null: it needs none. */
    void keep(String account, @Nullable Watch watch) {
        boolean isLarge = watch != null && watch.meter().size() > FEW_CALLS;
        put(many, account, isLarge ? watch : null);
        put(few, account, isLarge ? null : watch);
    }

    private static void put(Map<String, Watch> watches, String account, @Nullable Watch watch) {
        if (watch == null) {
            watches.remove(account);
        } else {
            watches.put(account, watch);
        }
    }

    int size() {
        return many.size() + few.size();
    }
}
