package io.tollgate.gateway.identity;

import io.tollgate.gateway.wire.Flow;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a customer's request says about whose it is. Immutable.
 *
 * @param from where it came from, as the socket reports it
 * @param method as written
 * @param requestUri as written
 * @param fromUri From's URI, without display name, brackets and header parameters; of a REGISTER, To's
 * @param credentials of its Authorization and Proxy-Authorization headers, all of them
 * @param registration what was proved by registering over its flow; null: nothing
 * @param asserted the URIs of P-Asserted-Identity, if the network is trusted; else none
 * @param forwarders who is said to have forwarded the call, the latest first
 * @param trusted whether it came from a trusted network
 * @param challengeable whether it may be answered with a challenge: emergency calls never are
 */
public record Claims(
        Flow from,
        String method,
        String requestUri,
        String fromUri,
        List<Credentials> credentials,
        @Nullable Proof registration,
        List<String> asserted,
        List<Forwarder> forwarders,
        boolean trusted,
        boolean challengeable) {
    public Claims {
        credentials = List.copyOf(credentials);
        asserted = List.copyOf(asserted);
        forwarders = List.copyOf(forwarders);
    }

    boolean registers() {
        return method.equals("REGISTER");
    }

    InetAddress source() {
        return from.remote().getAddress();
    }
}
