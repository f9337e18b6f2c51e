package io.tollgate.gateway.identity;

import static io.tollgate.gateway.identity.IdentityFixture.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Registrations.Binding;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random histories against the plainest reading: each device of a name has one flow until it is over. */
class RegistrationsProperties {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private record Registered(int user, int device, int port, int seconds, int pause) {
        String aor() {
            return "sip:u" + user + "@example.org";
        }

        Flow flow() {
            return over(port);
        }
    }

    private static Flow over(int port) {
        InetSocketAddress local = new InetSocketAddress(ip("192.0.2.1"), 5060);
        return Flow.to(Transport.UDP, local, new InetSocketAddress(ip("198.51.100.1"), port));
    }

    @Provide
    Arbitrary<List<Registered>> histories() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(0, 10, 60),
                        Arbitraries.integers().between(0, 20))
                .as(Registered::new)
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 300)
    void shouldProveExactlyTheFlowsThatDevicesRegisteredOverLast(@ForAll("histories") List<Registered> history) {
        Registrations registrations = new Registrations(1_000);
        Map<String, Map<Integer, Registered>> expected = new HashMap<>();
        Map<Registered, Instant> until = new IdentityHashMap<>();
        Instant now = START;
        for (Registered one : history) {
            now = now.plusSeconds(one.pause());
            registrations.accepted(
                    one.flow(),
                    one.aor(),
                    "account",
                    List.of(new Binding("d" + one.device(), Duration.ofSeconds(one.seconds()))),
                    now);
            expected.computeIfAbsent(one.aor(), aor -> new HashMap<>()).put(one.device(), one);
            until.put(one, now.plusSeconds(one.seconds()));
        }

        int alive = 0;
        for (int user = 0; user < 3; user++) {
            String aor = "sip:u" + user + "@example.org";
            for (int port = 1; port <= 3; port++) {
                int over = port;
                Instant at = now;
                boolean proven = expected.getOrDefault(aor, Map.of()).values().stream()
                        .anyMatch(one -> one.port() == over && until.get(one).isAfter(at));
                assertThat(registrations.proof(over(port), aor, now) != null)
                        .as(aor + " over " + port)
                        .isEqualTo(proven);
            }
            alive += (int) expected.getOrDefault(aor, Map.of()).values().stream()
                    .filter(one -> one.seconds() > 0)
                    .count();
        }
        assertThat(registrations.size()).isLessThanOrEqualTo(alive);
    }
}
