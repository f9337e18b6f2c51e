package io.tollgate.enforcement.backlog;

import java.util.ArrayList;
import java.util.List;

/**
 * What the owners of accounts read, with the same partition of each.
 *
 * @param events the topic of calls' events
 * @param late the topics by which settings and money come, from the earlier stage
 */
public record Owners(String events, List<String> late) {

    public Owners {
        late = List.copyOf(late);
    }

    /** All of these. */
    public List<String> topics() {
        List<String> all = new ArrayList<>(late);
        all.add(events);
        return all;
    }
}
