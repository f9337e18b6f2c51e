package io.tollgate.enforcement.feed;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last so many by key, the one that was put first making place. Used by one thread at a time. */
final class Recent<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int most;

    Recent(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
