package io.tollgate.gateway.token;

import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Keys and tokens that are valid; tests change one thing. */
final class TokenFixture {
    static final String OLD_KEY = "the old key of this cluster";
    static final String NEW_KEY = "the new key of this cluster";
    static final String CALL_ID = "a84b4c76e66710@phone.example.net";
    static final String FROM_TAG = "1928301774";
    static final PassToken PASS = new PassToken(
            "0f8e3f2a-call",
            "bob",
            new Hop(Transport.UDP, address("192.0.2.7", 5062)),
            new Hop(Transport.TCP, address("2001:db8::9", 5060)),
            Direction.OUTBOUND);
    static final PathToken PATH =
            new PathToken("gate-1", "192.0.2.9:5060", "bob", new Hop(Transport.TLS, address("192.0.2.7", 65_535)), 77);

    private TokenFixture() {}

    static Tokens tokens(String... keys) {
        return tokens("gate-1", 3, keys);
    }

    static Tokens tokens(String gatewayId, long epoch, String... keys) {
        return new Tokens(keys(keys), gatewayId, epoch);
    }

    static TokenKeys keys(String... keys) {
        return new TokenKeys(Arrays.stream(keys).map(TokenWriter::utf8).toList());
    }

    static InetSocketAddress address(String literal, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(literal), port);
        } catch (UnknownHostException noLiteral) {
            throw new IllegalArgumentException(literal, noLiteral);
        }
    }
}
