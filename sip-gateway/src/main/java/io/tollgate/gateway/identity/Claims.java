package io.tollgate.gateway.identity;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a customer's request says about whose it is. Immutable.
 *
 * @param source the address that it came from, as the socket reports it
 * @param fromUri From's URI, without display name, brackets and header parameters; of a REGISTER, To's
 * @param credentials of its Authorization and Proxy-Authorization headers, all of them
 * @param proof what Tollgate itself has verified; null: nothing
 */
public record Claims(
        InetAddress source,
        String fromUri,
        List<Credentials> credentials,
        @Nullable Proof proof) {
    public Claims {
        credentials = List.copyOf(credentials);
    }
}
