package io.tollgate.gateway.admission;

import io.tollgate.gateway.identity.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Entries that are valid; tests change one thing. */
final class AdmissionFixture {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private AdmissionFixture() {}

    static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException noLiteral) {
            throw new IllegalArgumentException(literal, noLiteral);
        }
    }

    static @Nullable Network network(@Nullable String text) {
        return text == null ? null : Objects.requireNonNull(Network.parse(text), text);
    }

    static BlacklistEntry deny(String id, @Nullable String account, @Nullable String prefix, @Nullable String network) {
        return entry(id, account, prefix, network, EntryKind.DENY, BlacklistReason.FRAUD_VERDICT);
    }

    static BlacklistEntry allow(
            String id, @Nullable String account, @Nullable String prefix, @Nullable String network) {
        return entry(id, account, prefix, network, EntryKind.ALLOW, BlacklistReason.OPERATOR);
    }

    static BlacklistEntry state(String id, String account, BlacklistReason reason) {
        return entry(id, account, null, null, EntryKind.DENY, reason);
    }

    static BlacklistEntry entry(
            String id,
            @Nullable String account,
            @Nullable String prefix,
            @Nullable String network,
            EntryKind kind,
            BlacklistReason reason) {
        return new BlacklistEntry(id, account, prefix, network(network), kind, reason, null);
    }

    static BlacklistEntry until(BlacklistEntry entry, @Nullable Instant expiresAt) {
        return new BlacklistEntry(
                entry.entryId(),
                entry.account(),
                entry.destinationPrefix(),
                entry.sourceNetwork(),
                entry.kind(),
                entry.reason(),
                expiresAt);
    }
}
