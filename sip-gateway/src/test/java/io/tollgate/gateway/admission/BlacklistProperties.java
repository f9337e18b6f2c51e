package io.tollgate.gateway.admission;

import static io.tollgate.gateway.admission.AdmissionFixture.NOW;
import static io.tollgate.gateway.admission.AdmissionFixture.entry;
import static io.tollgate.gateway.admission.AdmissionFixture.ip;
import static io.tollgate.gateway.admission.AdmissionFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Network;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class BlacklistProperties {
    /** An entry to put, or with null an id to remove. */
    record Change(String id, @Nullable BlacklistEntry entry) {}

    record Asked(Direction direction, String account, String destination, InetAddress source, Instant now) {}

    @Property(tries = 3_000)
    void shouldDecideLikeAScanOverAllEntries(
            @ForAll("histories") List<Change> history,
            @ForAll("questions") List<Asked> questions,
            @ForAll @IntRange(min = 64, max = 512) int pageBytes) {
        // Given
        Blacklist blacklist = new Blacklist(new EntryPages(pageBytes));
        Map<String, BlacklistEntry> scanned = new TreeMap<>();
        for (Change change : history) {
            if (change.entry() == null) {
                blacklist.remove(change.id());
                scanned.remove(change.id());
            } else {
                blacklist.put(change.entry());
                scanned.put(change.id(), change.entry());
            }
        }

        // Then
        assertThat(blacklist.size()).isEqualTo(scanned.size());
        for (Asked asked : questions) {
            BlacklistEntry refusing = blacklist.refusing(
                    asked.direction(), asked.account(), asked.destination(), asked.source(), asked.now());
            Optional<BlacklistEntry> expected = scan(scanned.values(), asked);
            assertThat(Optional.ofNullable(refusing).map(BlacklistProperties::meaning))
                    .as("%s of %s", asked, scanned)
                    .isEqualTo(expected.map(BlacklistProperties::meaning));
        }
    }

    /** Of equal entries any may be named. */
    private static List<Object> meaning(BlacklistEntry entry) {
        return List.of(
                Optional.ofNullable(entry.account()),
                Optional.ofNullable(entry.destinationPrefix()),
                Optional.ofNullable(entry.sourceNetwork()),
                entry.reason().accountsOwnState());
    }

    /** The contract's order, word by word. */
    private static Optional<BlacklistEntry> scan(Collection<BlacklistEntry> entries, Asked asked) {
        List<Predicate<BlacklistEntry>> lists = List.of(
                entry -> entry.account() != null
                        && entry.reason().accountsOwnState()
                        && entry.kind() == EntryKind.DENY
                        && (asked.direction() == Direction.OUTBOUND
                                || entry.reason() == BlacklistReason.ACCOUNT_DISABLED),
                entry -> entry.account() == null
                        && entry.sourceNetwork() != null
                        && !entry.reason().accountsOwnState(),
                entry -> entry.account() != null && !entry.reason().accountsOwnState(),
                entry -> entry.account() == null
                        && entry.sourceNetwork() == null
                        && entry.destinationPrefix() != null
                        && !entry.reason().accountsOwnState());
        for (Predicate<BlacklistEntry> list : lists) {
            Optional<BlacklistEntry> deciding = entries.stream()
                    .filter(list)
                    .filter(entry -> matches(entry, asked))
                    .max(Comparator.comparingInt(BlacklistProperties::prefixLength)
                            .thenComparingInt(BlacklistProperties::networkLength)
                            .thenComparing(entry -> entry.kind() == EntryKind.DENY));
            if (deciding.isPresent()) {
                return deciding.filter(entry -> entry.kind() == EntryKind.DENY);
            }
        }
        return Optional.empty();
    }

    private static boolean matches(BlacklistEntry entry, Asked asked) {
        String prefix = entry.destinationPrefix();
        Network network = entry.sourceNetwork();
        return (entry.account() == null || entry.account().equals(asked.account()))
                && (prefix == null || asked.destination().startsWith(prefix))
                && (network == null || network.contains(asked.source()))
                && entry.standsAt(asked.now());
    }

    private static int prefixLength(BlacklistEntry entry) {
        return entry.destinationPrefix() == null ? 0 : entry.destinationPrefix().length();
    }

    private static int networkLength(BlacklistEntry entry) {
        return entry.sourceNetwork() == null ? -1 : entry.sourceNetwork().length();
    }

    @Provide
    Arbitrary<List<Change>> histories() {
        Arbitrary<String> ids = Arbitraries.of("1", "2", "3", "4", "5", "6", "7", "8");
        Arbitrary<BlacklistEntry> entries = Combinators.combine(
                        ids,
                        Arbitraries.of("a", "b").injectNull(0.4),
                        Arbitraries.of("8", "88", "882", "49").injectNull(0.4),
                        Arbitraries.of("10.0.0.0/8", "10.1.0.0/16", "10.1.1.1", "0.0.0.0/0", "2001:db8::/32", "::/0")
                                .injectNull(0.5),
                        Arbitraries.of(EntryKind.class),
                        Arbitraries.of(BlacklistReason.class),
                        Arbitraries.of(0L, 1L, 2L).injectNull(0.5))
                .as((id, account, prefix, network, kind, reason, seconds) -> until(
                        entry(id, account, prefix, network, kind, reason),
                        seconds == null ? null : NOW.plusSeconds(seconds)));
        return Arbitraries.frequencyOf(
                        Tuple.of(4, entries.map(entry -> new Change(entry.entryId(), entry))),
                        Tuple.of(1, ids.map(id -> new Change(id, null))))
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Asked>> questions() {
        return Combinators.combine(
                        Arbitraries.of(Direction.class),
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.of("", "8", "88216", "87", "4930", "anonymous"),
                        Arbitraries.of(
                                ip("10.1.1.1"), ip("10.1.2.1"), ip("10.2.0.1"), ip("11.1.1.1"), ip("2001:db8::1")),
                        Arbitraries.of(NOW, NOW.plusMillis(999), NOW.plusSeconds(1), NOW.plusSeconds(3)))
                .as(Asked::new)
                .list()
                .ofSize(8);
    }
}
