package io.tollgate.enforcement.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one instance has of a list. Immutable but for its items, which are on their way out.
 *
 * @param partitions those that its items are from
 */
record Share(Set<Integer> partitions, List<Map<String, Object>> items) {

    Share {
        partitions = Set.copyOf(partitions);
    }
}
