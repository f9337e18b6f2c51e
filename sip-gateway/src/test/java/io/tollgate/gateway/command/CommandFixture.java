package io.tollgate.gateway.command;

import io.tollgate.gateway.identity.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls and orders that are valid; tests change one thing. */
final class CommandFixture {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final LiveCall CALL = call("c-1", "sip-1", "bob", NOW);

    private CommandFixture() {}

    static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException noLiteral) {
            throw new IllegalArgumentException(literal, noLiteral);
        }
    }

    static LiveCall call(String callId, String sipCallId, String account, Instant attemptedAt) {
        return new LiveCall(callId, sipCallId, account, "88216", ip("192.0.2.1"), attemptedAt, false);
    }

    static Termination naming(
            @Nullable String callId, @Nullable String account, @Nullable String prefix, @Nullable String network) {
        return new Termination(
                "t-1",
                0,
                NOW,
                callId,
                account,
                prefix,
                network == null ? null : Objects.requireNonNull(Network.parse(network), network),
                NOW,
                TerminationReason.FRAUD_VERDICT,
                "velocity",
                "v-1");
    }

    static Termination order(String id, long revision, @Nullable String account, @Nullable Instant at) {
        return new Termination(id, revision, NOW, null, account, null, null, at, TerminationReason.OPERATOR, "", null);
    }

    static Termination orderForCall(String id, String callId) {
        return new Termination(id, 0, NOW, callId, "bob", null, null, NOW, TerminationReason.MAX_DURATION, "", null);
    }

    static Termination because(Termination termination, TerminationReason reason) {
        return new Termination(
                termination.terminationId(),
                termination.revision(),
                termination.issuedAt(),
                termination.callId(),
                termination.account(),
                termination.destinationPrefix(),
                termination.sourceNetwork(),
                termination.at(),
                reason,
                termination.detail(),
                termination.verdictId());
    }

    static Termination issued(Termination termination, Instant issuedAt) {
        return new Termination(
                termination.terminationId(),
                termination.revision(),
                issuedAt,
                termination.callId(),
                termination.account(),
                termination.destinationPrefix(),
                termination.sourceNetwork(),
                termination.at(),
                termination.reason(),
                termination.detail(),
                termination.verdictId());
    }
}
