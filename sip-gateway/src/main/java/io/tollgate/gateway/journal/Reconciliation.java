package io.tollgate.gateway.journal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway makes of its calls as its own disk and the topic tell of them. The disk knows first what happened here;
 * the topic alone knows that another gateway has adopted a call: it left a tombstone where the disk still has a call.
 * Immutable.
 *
 * @param resumed calls to take up, or to keep
 * @param adopted calls that are another gateway's now, by id
 * @param ended calls that ended here, which the topic may not know yet, by id
 */
public record Reconciliation(List<CallSnapshot> resumed, Set<String> adopted, Set<String> ended) {
    public Reconciliation {
        resumed = List.copyOf(resumed);
        adopted = Set.copyOf(adopted);
        ended = Set.copyOf(ended);
    }

    /**
     * Both accounts together; a value of null: the call is over, or in the topic: over or adopted.
     *
     * @param disk by call id
     * @param topic by call id
     */
    public static Reconciliation of(
            Map<String, @Nullable CallSnapshot> disk, Map<String, @Nullable CallSnapshot> topic) {
        List<CallSnapshot> resumed = new ArrayList<>();
        Set<String> adopted = new HashSet<>();
        Set<String> ended = new HashSet<>();
        disk.forEach((callId, here) -> {
            CallSnapshot there = topic.get(callId);
            if (here == null) {
                ended.add(callId);
            } else if (there == null && topic.containsKey(callId)) {
                adopted.add(callId);
            } else {
                // More moves in the topic: this disk lay unused while the gateway lived elsewhere.
                resumed.add(there != null && there.moves() > here.moves() ? there : here);
            }
        });
        topic.forEach((callId, there) -> {
            if (there != null && !disk.containsKey(callId)) {
                resumed.add(there);
            }
        });
        return new Reconciliation(resumed, adopted, ended);
    }
}
