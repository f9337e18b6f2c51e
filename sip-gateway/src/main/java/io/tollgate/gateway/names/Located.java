package io.tollgate.gateway.names;

import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a name leads. Immutable.
 *
 * @param places none: DNS knows nothing of it
 * @param ttl how long that holds
 * @param missing why there may be more that was not found out; null: this is all
 */
record Located(List<Place> places, Duration ttl, @Nullable Throwable missing) {
    /** One address. */
    record Place(Transport transport, InetSocketAddress socket, int priority, int weight) {}

    /** SRV weights go in shares of a server's addresses, so they must be divisible. */
    private static final int SHARES = 100;

    /** What an answer that says nothing of its life is good for; negative ones too. */
    static final Duration UNSAID = Duration.ofMinutes(1);

    static final Located NOWHERE = new Located(List.of(), UNSAID, null);

    Located {
        places = List.copyOf(places);
    }

    /** Nothing was found out. */
    static Located unknown(Throwable why) {
        return new Located(List.of(), UNSAID, why);
    }

    /** No more than how long an answer holds. */
    static Located lasting(Duration ttl) {
        return new Located(List.of(), ttl, null);
    }

    /** Whether that is an answer, be it that there is nothing. */
    boolean isKnown() {
        return !places.isEmpty() || missing == null;
    }

    /** All addresses of one server, which share its weight. */
    static Located server(
            Transport transport, int port, int priority, int weight, List<InetAddress> addresses, Duration ttl) {
        List<Place> places = new ArrayList<>();
        for (InetAddress address : addresses) {
            int share = Math.max(1, weight * SHARES / addresses.size());
            places.add(new Place(transport, new InetSocketAddress(address, port), priority, share));
        }
        return new Located(places, ttl, null);
    }

    /**
     * The same places under the name that was configured. A TLS peer proves that name (RFC 5922 section 7.1), and not the one
     * that an answer of DNS, which anybody may have forged, made of it.
     */
    Located under(String name) {
        return new Located(
                places.stream()
                        .map(place ->
                                new Place(place.transport, named(name, place.socket), place.priority, place.weight))
                        .toList(),
                ttl,
                missing);
    }

    private static InetSocketAddress named(String name, InetSocketAddress socket) {
        try {
            byte[] octets = socket.getAddress().getAddress();
            return new InetSocketAddress(InetAddress.getByAddress(name, octets), socket.getPort());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 octets or 16", e);
        }
    }

    Located and(Located other) {
        List<Place> both = new ArrayList<>(places);
        both.addAll(other.places);
        return new Located(
                both, ttl.compareTo(other.ttl) < 0 ? ttl : other.ttl, missing == null ? other.missing : missing);
    }
}
