package io.tollgate.gateway.identity;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Accounts that are valid; tests change one thing. */
final class IdentityFixture {
    private IdentityFixture() {}

    static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException noLiteral) {
            throw new IllegalArgumentException(literal, noLiteral);
        }
    }

    static Network network(String text) {
        return Objects.requireNonNull(Network.parse(text), text);
    }

    static AccountSettings account(String name, List<String> identities, String... trunks) {
        List<Network> networks =
                Arrays.stream(trunks).map(IdentityFixture::network).toList();
        return new AccountSettings(name, true, identities, networks, false, null, false, null, null, null);
    }

    static Claims from(String uri) {
        return from(uri, "198.51.100.1");
    }

    static Claims from(String uri, String source, Credentials... credentials) {
        return new Claims(
                Flow.to(Transport.UDP, new InetSocketAddress(5060), new InetSocketAddress(ip(source), 5060)),
                "INVITE",
                "sip:+4930@example.org",
                uri,
                List.of(credentials),
                null,
                List.of(),
                List.of(),
                false,
                true);
    }

    /** Whose it is by the order that holds where nothing is configured, and without any registration. */
    static Identification identify(AccountDirectory accounts, Claims claims) {
        DigestCheck digests = new DigestCheck("tollgate", (nonce, count) -> true);
        return new Identifier(accounts, IdentityOrder.DEFAULT, digests).identify(claims);
    }
}
