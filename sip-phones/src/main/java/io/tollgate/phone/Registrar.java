package io.tollgate.phone;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who is registered where at a test proxy (RFC 3261 section 10, Path of RFC 3327). Bounded; safe for use by several
 * threads. Bindings do not expire by time: no test lives for an hour.
 */
final class Registrar {
    /**
     * One registered device.
     *
     * @param contact its URI
     * @param path the Path entries of its REGISTER, topmost first
     */
    record Binding(String contact, List<String> path) {}

    private static final int MOST_USERS = 20_000;
    private static final int MOST_BINDINGS = 10;

    private final Map<String, List<Binding>> users = new ConcurrentHashMap<>();

    List<Binding> of(String user) {
        return List.copyOf(users.getOrDefault(user, List.of()));
    }

    /** Takes a REGISTER; false if there is no room. */
    boolean take(String user, List<Binding> devices, boolean remove) {
        if (!users.containsKey(user) && users.size() >= MOST_USERS) {
            return false;
        }
        List<Binding> bindings = users.computeIfAbsent(user, name -> new CopyOnWriteArrayList<>());
        for (Binding device : devices) {
            bindings.removeIf(known -> known.contact().equals(device.contact()));
            if (!remove) {
                bindings.add(device);
            }
        }
        while (bindings.size() > MOST_BINDINGS) {
            bindings.remove(0);
        }
        return true;
    }
}
