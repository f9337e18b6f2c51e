package io.tollgate.gateway.names;

import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a name leads. Immutable.
 *
 * @param places none: DNS knows nothing of it
 * @param ttl how long that holds
 */
record Located(List<Place> places, Duration ttl) {
    /** One address. */
    record Place(Transport transport, InetSocketAddress socket, int priority, int weight) {}

    /** SRV weights go in shares of a server's addresses, so they must be divisible. */
    private static final int SHARES = 100;

    /** What an answer that says nothing of its life is good for; negative ones too. */
    static final Duration UNSAID = Duration.ofMinutes(1);

    static final Located NOWHERE = new Located(List.of(), UNSAID);

    Located {
        places = List.copyOf(places);
    }

    /** All addresses of one server, which share its weight. */
    static Located server(
            Transport transport, int port, int priority, int weight, List<InetAddress> addresses, Duration ttl) {
        List<Place> places = new ArrayList<>();
        for (InetAddress address : addresses) {
            int share = Math.max(1, weight * SHARES / addresses.size());
            places.add(new Place(transport, new InetSocketAddress(address, port), priority, share));
        }
        return new Located(places, ttl);
    }

    Located and(Located other) {
        List<Place> both = new ArrayList<>(places);
        both.addAll(other.places);
        return new Located(both, ttl.compareTo(other.ttl) < 0 ? ttl : other.ttl);
    }
}
