package io.tollgate.gateway.identity;

import static io.tollgate.gateway.identity.IdentityFixture.account;
import static io.tollgate.gateway.identity.IdentityFixture.from;
import static io.tollgate.gateway.identity.IdentityFixture.identify;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Identification.Identified;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class AccountDirectoryProperties {
    /** Settings to put, or with null a name to remove. */
    record Change(String name, @Nullable AccountSettings settings) {}

    @Property
    void shouldIdentifyLikeAScanOverAllAccounts(
            @ForAll("changes") @Size(max = 25) List<Change> changes,
            @ForAll("users") String user,
            @ForAll("addresses") String source) {
        // Given
        AccountDirectory directory = new AccountDirectory();
        TreeMap<String, AccountSettings> scanned = new TreeMap<>();
        for (Change change : changes) {
            if (change.settings() == null) {
                directory.remove(change.name());
                scanned.remove(change.name());
            } else {
                directory.put(change.settings());
                scanned.put(change.name(), change.settings());
            }
        }

        // When
        Identification whose = identify(directory, from("sip:" + user + "@one.example", source));

        // Then
        assertThat(whose).isEqualTo(scan(scanned, user, source));
        assertThat(directory.size()).isEqualTo(scanned.size());
    }

    private static Identified scan(TreeMap<String, AccountSettings> accounts, String user, String source) {
        Network host = Network.of(IdentityFixture.ip(source));
        int longest = accounts.values().stream()
                .flatMap(settings -> settings.trunks().stream())
                .filter(trunk -> trunk.contains(host))
                .mapToInt(Network::length)
                .max()
                .orElse(-1);
        if (longest < 0) {
            return accounts.values().stream()
                    .filter(settings -> rank(settings, user) < NONE)
                    .min(byRank(user))
                    .map(settings -> new Identified(settings.account(), Identity.CLAIMED, settings))
                    .orElse(new Identified(user, Identity.CLAIMED, null));
        }
        Network trunk = host.widened(longest);
        return accounts.values().stream()
                .filter(settings -> settings.trunks().contains(trunk))
                .min(byRank(user))
                .map(settings -> new Identified(settings.account(), Identity.TRUNK, settings))
                .orElseThrow();
    }

    private static Comparator<AccountSettings> byRank(String user) {
        return Comparator.<AccountSettings>comparingInt(settings -> rank(settings, user))
                .thenComparing(AccountSettings::account);
    }

    private static final int NONE = 4;

    private static int rank(AccountSettings settings, String user) {
        if (settings.identities().contains(user + "@one.example")) {
            return 1;
        }
        if (settings.account().equals(user)) {
            return 2;
        }
        return settings.identities().contains(user) ? 3 : NONE;
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<String> names = Arbitraries.of("a", "b", "c", "d", "e");
        Arbitrary<List<String>> identities = Arbitraries.of(
                        "a", "b", "u", "v", "a@one.example", "u@one.example", "u@two.example", "v@one.example")
                .list()
                .ofMaxSize(3);
        Arbitrary<String[]> trunks = Arbitraries.of(
                        "10.0.0.0/8",
                        "10.1.0.0/16",
                        "10.1.1.0/24",
                        "10.1.1.1",
                        "0.0.0.0/0",
                        "2001:db8::/32",
                        "2001:db8:1::/48",
                        "10.1.1.1/24")
                .array(String[].class)
                .ofMaxSize(3);
        Arbitrary<Change> puts = Combinators.combine(names, identities, trunks)
                .as((name, users, networks) -> new Change(name, account(name, users, networks)));
        Arbitrary<Change> removals = names.map(name -> new Change(name, null));
        return Arbitraries.frequencyOf(Tuple.of(3, puts), Tuple.of(1, removals)).list();
    }

    @Provide
    Arbitrary<String> users() {
        return Arbitraries.of("a", "b", "u", "v", "w");
    }

    @Provide
    Arbitrary<String> addresses() {
        return Arbitraries.of(
                "10.1.1.1", "10.1.1.2", "10.1.2.1", "10.2.0.1", "11.0.0.1", "2001:db8::1", "2001:db8:1::1", "::1");
    }
}
