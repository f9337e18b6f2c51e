package io.tollgate.phone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds messages of a call that arrived in another order than they were sent in. Stateless.
 *
 * <p>A message is known at both ends by what no proxy changes: method or status, CSeq, and tags. Retransmissions, and
 * messages that only one end saw (100, or what somebody in between said of its own accord), do not count.
 */
public final class Overtaking {
    private Overtaking() {}

    /**
     * What overtook what on the way from one phone to another, over all their calls; empty if all came in order.
     *
     * @param from the sender's transcript
     * @param to the receiver's transcript
     */
    public static List<String> between(Transcript from, Transcript to) {
        Map<String, List<String>> sent = marks(from, Sighting.Direction.SENT);
        Map<String, List<String>> received = marks(to, Sighting.Direction.RECEIVED);
        List<String> found = new ArrayList<>();
        received.forEach((callId, came) -> compare(callId, sent.getOrDefault(callId, List.of()), came, found));
        return found;
    }

    private static void compare(String callId, List<String> sent, List<String> came, List<String> found) {
        Map<String, Integer> order = new HashMap<>();
        for (int i = 0; i < sent.size(); i++) {
            order.put(sent.get(i), i);
        }
        String last = "";
        int highest = -1;
        for (String mark : came) {
            Integer place = order.get(mark);
            if (place != null && place < highest) {
                found.add(callId + ": '" + last + "' overtook '" + mark + "'");
            } else if (place != null) {
                highest = place;
                last = mark;
            }
        }
    }

    private static Map<String, List<String>> marks(Transcript transcript, Sighting.Direction direction) {
        Map<String, List<String>> marks = new LinkedHashMap<>();
        Set<String> known = new HashSet<>();
        for (Sighting message : transcript.all()) {
            if (message.direction() != direction || message.repeated() || message.lost() || message.status() == 100) {
                continue;
            }
            String what = message.isRequest() ? message.method() : message.status() + " " + message.cseqMethod();
            String mark = what + " " + message.cseqNumber() + " " + message.fromTag() + " " + message.toTag();
            if (known.add(message.callId() + mark)) {
                marks.computeIfAbsent(message.callId(), id -> new ArrayList<>()).add(mark);
            }
        }
        return marks;
    }
}
