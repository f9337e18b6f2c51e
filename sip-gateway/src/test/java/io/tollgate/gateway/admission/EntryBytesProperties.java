package io.tollgate.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Network;
import java.time.Instant;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EntryBytesProperties {
    @Property(tries = 500)
    void shouldGiveBackWhatWasWrittenWhereverItLies(@ForAll("entries") BlacklistEntry entry) {
        // Given
        byte[] bytes = EntryBytes.of(entry);
        byte[] page = new byte[bytes.length + 20];
        System.arraycopy(bytes, 0, page, 10, bytes.length);

        // When
        BlacklistEntry read = EntryBytes.read(page, 10);

        // Then
        assertThat(read).isEqualTo(entry);
    }

    @Provide
    Arbitrary<BlacklistEntry> entries() {
        Arbitrary<String> texts = Arbitraries.of("", "bob", "882", "Jörg", "\uD83D\uDE00", "x".repeat(300));
        return Combinators.combine(
                        texts,
                        texts.injectNull(0.2),
                        texts.injectNull(0.2),
                        Arbitraries.of(
                                        "0.0.0.0/0",
                                        "255.255.255.255",
                                        "10.0.0.0/8",
                                        "::/0",
                                        "2001:db8::ffff",
                                        "ff00::/8")
                                .map(text -> Objects.requireNonNull(Network.parse(text)))
                                .injectNull(0.3),
                        Arbitraries.of(EntryKind.class),
                        Arbitraries.of(BlacklistReason.class),
                        Arbitraries.of(
                                        Instant.EPOCH,
                                        Instant.MIN,
                                        Instant.MAX,
                                        Instant.parse("2026-11-23T12:00:00.123456Z"),
                                        Instant.parse("1969-12-31T23:59:59.999999Z"))
                                .injectNull(0.2))
                .as(BlacklistEntry::new);
    }
}
