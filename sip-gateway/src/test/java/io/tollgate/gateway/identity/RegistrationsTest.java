package io.tollgate.gateway.identity;

import static io.tollgate.gateway.identity.IdentityFixture.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Registrations.Binding;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String ALICE = "sip:alice@example.org";
    private static final InetSocketAddress LOCAL = new InetSocketAddress(ip("192.0.2.1"), 5060);
    private static final Flow HOME = udp("198.51.100.1", 40_000);
    private static final Proof PROOF = new Proof("account-a", Identity.REGISTRATION);

    private final Registrations registrations = new Registrations(100);

    private static Flow udp(String address, int port) {
        return Flow.to(Transport.UDP, LOCAL, new InetSocketAddress(ip(address), port));
    }

    private void accepted(Flow flow, String aor, String device, Duration lifetime, Instant at) {
        registrations.accepted(flow, aor, "account-a", List.of(new Binding(device, lifetime)), at);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.org, true",
        "sip:alice@EXAMPLE.org:5080, true",
        "sips:%61lice@example.org, true",
        "sip:Alice@example.org, false",
        "sip:alice@example.com, false",
        "sip:bob@example.org, false",
        "sip:example.org, false",
    })
    void shouldProveOnlyTheNameThatWasRegistered(String from, boolean proven) {
        // Given
        accepted(HOME, ALICE, "d1", HOUR, NOW);

        // When
        Proof proof = registrations.proof(HOME, from, NOW);

        // Then
        assertThat(proof).isEqualTo(proven ? PROOF : null);
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.1, 40000, UDP, 0, true",
        "198.51.100.1, 40001, UDP, 0, false",
        "198.51.100.2, 40000, UDP, 0, false",
        "198.51.100.1, 40000, TCP, 0, false",
        "198.51.100.1, 40000, TCP, 7, false",
    })
    void shouldProveOnlyTheFlowThatRegistered(
            String address, int port, Transport transport, long connection, boolean proven) {
        // Given
        accepted(HOME, ALICE, "d1", HOUR, NOW);
        Flow from = new Flow(transport, LOCAL, new InetSocketAddress(ip(address), port), connection, false);

        // When
        Proof proof = registrations.proof(from, ALICE, NOW);

        // Then
        assertThat(proof).isEqualTo(proven ? PROOF : null);
    }

    @Test
    void shouldNotProveALaterConnectionFromTheSameAddress() {
        // Given
        InetSocketAddress remote = HOME.remote();
        accepted(new Flow(Transport.TCP, LOCAL, remote, 7, false), ALICE, "d1", HOUR, NOW);

        // When
        Proof later = registrations.proof(new Flow(Transport.TCP, LOCAL, remote, 8, false), ALICE, NOW);

        // Then
        assertThat(later).isNull();
        assertThat(registrations.proof(new Flow(Transport.TCP, LOCAL, remote, 7, false), ALICE, NOW))
                .isEqualTo(PROOF);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, PT59M59S, true",
        "PT1H, PT1H, false",
        "PT48H, PT23H59M, true",
        "PT48H, PT24H, false",
    })
    void shouldProveForAsLongAsItLastsAndADayAtMost(Duration lifetime, Duration later, boolean proven) {
        // Given
        accepted(HOME, ALICE, "d1", lifetime, NOW);

        // When
        Proof proof = registrations.proof(HOME, ALICE, NOW.plus(later));

        // Then
        assertThat(proof).isEqualTo(proven ? PROOF : null);
    }

    @Test
    void shouldLastFromTheLatestRefresh() {
        // Given
        accepted(HOME, ALICE, "d1", HOUR, NOW);

        // When
        accepted(HOME, ALICE, "d1", HOUR, NOW.plus(Duration.ofMinutes(50)));

        // Then
        assertThat(registrations.proof(HOME, ALICE, NOW.plus(Duration.ofMinutes(100))))
                .isEqualTo(PROOF);
        assertThat(registrations.size()).isEqualTo(1);
    }

    @Test
    void shouldProveNothingForTheOldFlowOfADeviceThatMoved() {
        // Given
        accepted(HOME, ALICE, "d1", HOUR, NOW);
        Flow moved = udp("198.51.100.1", 40_001);

        // When
        accepted(moved, ALICE, "d1", HOUR, NOW);

        // Then
        assertThat(registrations.proof(HOME, ALICE, NOW)).isNull();
        assertThat(registrations.proof(moved, ALICE, NOW)).isEqualTo(PROOF);
    }

    @Test
    void shouldProveTheAccountThatRegisteredOverTheFlowLast() {
        // Given
        accepted(HOME, ALICE, "d1", HOUR, NOW);

        // When
        registrations.accepted(HOME, ALICE, "account-b", List.of(new Binding("d2", HOUR)), NOW);

        // Then
        assertThat(registrations.proof(HOME, ALICE, NOW)).isEqualTo(new Proof("account-b", Identity.REGISTRATION));
    }

    @Test
    void shouldTakeBackOneDeviceAndLeaveTheOthers() {
        // Given
        Flow office = udp("198.51.100.9", 5060);
        accepted(HOME, ALICE, "d1", HOUR, NOW);
        accepted(office, ALICE, "d2", HOUR, NOW);

        // When
        accepted(HOME, ALICE, "d1", Duration.ZERO, NOW);

        // Then
        assertThat(registrations.proof(HOME, ALICE, NOW)).isNull();
        assertThat(registrations.proof(office, ALICE, NOW)).isEqualTo(PROOF);
        assertThat(registrations.size()).isEqualTo(1);
    }

    @Test
    void shouldTakeBackAllDevices() {
        // Given
        accepted(HOME, ALICE, "d1", HOUR, NOW);
        accepted(udp("198.51.100.9", 5060), ALICE, "d2", HOUR, NOW);

        // When
        registrations.takenBack(ALICE);

        // Then
        assertThat(registrations.proof(HOME, ALICE, NOW)).isNull();
        assertThat(registrations.size()).isZero();
    }

    @Test
    void shouldForgoWhatComesBeyondTheLimitAndRenewWhatIsThere() {
        // Given
        Registrations two = new Registrations(2);
        two.accepted(HOME, ALICE, "account-a", List.of(new Binding("d1", HOUR), new Binding("d2", HOUR)), NOW);

        // When
        two.accepted(HOME, "sip:bob@example.org", "bob", List.of(new Binding("d3", HOUR)), NOW);
        two.accepted(HOME, ALICE, "account-a", List.of(new Binding("d1", HOUR)), NOW.plusSeconds(60));

        // Then
        assertThat(two.proof(HOME, "sip:bob@example.org", NOW)).isNull();
        assertThat(two.proof(HOME, ALICE, NOW.plusSeconds(3_650))).isEqualTo(PROOF);
        assertThat(two.forgone()).isEqualTo(1);
        assertThat(two.size()).isEqualTo(2);
    }

    @Test
    void shouldMakeRoomForADeviceBeyondThoseOfOneName() {
        // Given
        for (int i = 0; i < Registrations.MOST_DEVICES; i++) {
            accepted(udp("198.51.100.1", 1_000 + i), ALICE, "d" + i, HOUR, NOW);
        }

        // When
        accepted(HOME, ALICE, "new", HOUR, NOW);

        // Then
        assertThat(registrations.proof(udp("198.51.100.1", 1_000), ALICE, NOW)).isNull();
        assertThat(registrations.proof(udp("198.51.100.1", 1_001), ALICE, NOW)).isEqualTo(PROOF);
        assertThat(registrations.proof(HOME, ALICE, NOW)).isEqualTo(PROOF);
        assertThat(registrations.size()).isEqualTo(Registrations.MOST_DEVICES);
    }

    @Test
    void shouldDropExpiredOnesAsNewOnesCome() {
        // Given
        for (int i = 0; i < 100; i++) {
            accepted(HOME, "sip:u" + i + "@example.org", "d", HOUR, NOW);
        }
        Instant later = NOW.plus(HOUR);

        // When
        for (int i = 0; i < 60; i++) {
            accepted(HOME, "sip:v" + i + "@example.org", "d", HOUR, later);
        }

        // Then
        assertThat(registrations.forgone()).isZero();
        assertThat(registrations.size()).isEqualTo(60);
    }

    @Test
    void shouldNotKeepWhatIsTooLongToBeAnybodys() {
        // Given
        String longName = "sip:" + "a".repeat(600) + "@example.org";

        // When
        accepted(HOME, longName, "d1", HOUR, NOW);
        accepted(HOME, ALICE, "d".repeat(600), HOUR, NOW);

        // Then
        assertThat(registrations.size()).isZero();
    }
}
