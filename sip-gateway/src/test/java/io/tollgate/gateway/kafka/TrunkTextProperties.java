package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.gateway.identity.Network;
import io.tollgate.schemas.input.AccountRules;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TrunkTextProperties {

    /** Else the account would be there for Streams, and for gateways not. */
    @Property(tries = 10_000)
    void shouldReadExactlyTheTrunksThatTheRulesAccept(@ForAll("texts") String text) {
        // Given
        Account account = Account.newBuilder()
                .setAccount("ALICE")
                .setTrunks(List.of(text))
                .build();

        // When
        boolean accepted = AccountRules.fault("ALICE", account) == null;

        // Then
        assertThat(Network.parse(text) != null).isEqualTo(accepted);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> hosts = Arbitraries.oneOf(v4(), v6(), v6().flatMap(v6 -> v4().map(v4 -> v6 + ":" + v4)));
        Arbitrary<String> lengths = Arbitraries.of("", "", "/", "/0", "/00", "/08", "/8", "/32", "/33", "/96", "/099")
                .edgeCases(cases -> cases.add("/128", "/129", "/ 8", "/+8", "/8/8"));
        return Arbitraries.oneOf(
                Combinators.combine(hosts, lengths).as(String::concat),
                Arbitraries.strings().withChars("0123456789abfF:./ -").ofMaxLength(20));
    }

    private static Arbitrary<String> v4() {
        return Arbitraries.of("0", "1", "9", "10", "99", "100", "249", "255", "256", "08", "010", "1000", "", "x")
                .list()
                .ofMinSize(3)
                .ofMaxSize(5)
                .map(octets -> String.join(".", octets));
    }

    private static Arbitrary<String> v6() {
        return Arbitraries.of("", "", "0", "1", "db8", "FFFF", "ffff", "00001", "0001", "g")
                .list()
                .ofMinSize(2)
                .ofMaxSize(9)
                .map(groups -> String.join(":", groups));
    }
}
