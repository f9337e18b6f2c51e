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
 * @param missing why a part of it was not found out now; null: this is all
 * @param answered whether any of it was
 */
record Located(List<Place> places, Duration ttl, @Nullable Throwable missing, boolean answered) {
    /** One address. */
    record Place(Transport transport, InetSocketAddress socket, int priority, int weight) {}

    /** SRV weights go in shares of a server's addresses, so they must be divisible. */
    private static final int SHARES = 100;

    /** What an answer that says nothing of its life is good for; negative ones too. */
    static final Duration UNSAID = Duration.ofMinutes(1);

    static final Located NOWHERE = lasting(UNSAID);

    Located {
        places = List.copyOf(places);
    }

    /** No more than how long an answer holds. */
    static Located lasting(Duration ttl) {
        return new Located(List.of(), ttl, null, true);
    }

    /** Whether that is an answer, be it that there is nothing. */
    boolean isKnown() {
        return answered && (!places.isEmpty() || missing == null);
    }

    /** The same, of which a part was not found out now: it is to be asked for again soon. */
    Located without(Throwable part, boolean anyAnswer) {
        return new Located(places, ttl.compareTo(UNSAID) < 0 ? ttl : UNSAID, part, anyAnswer);
    }

    /** All addresses of one server, which share its weight. */
    static Located server(
            Transport transport, int port, int priority, int weight, List<InetAddress> addresses, Duration ttl) {
        List<Place> places = new ArrayList<>();
        for (InetAddress address : addresses) {
            int share = Math.max(1, weight * SHARES / addresses.size());
            places.add(new Place(transport, new InetSocketAddress(address, port), priority, share));
        }
        return new Located(places, ttl, null, true);
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
                missing,
                answered);
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
                both,
                ttl.compareTo(other.ttl) < 0 ? ttl : other.ttl,
                missing == null ? other.missing : missing,
                answered || other.answered);
    }
}
