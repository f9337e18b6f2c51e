package io.tollgate.gateway.admission;

import static io.tollgate.gateway.admission.AdmissionFixture.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTableTest {
    private static final long SECOND = 1_000_000;
    private static final InetAddress SOURCE = ip("192.0.2.1");
    private static final InetAddress OTHER = ip("192.0.2.2");

    private final SourceTable table = new SourceTable(
            new Defence(
                    10,
                    20,
                    6,
                    3,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(300),
                    List.of(),
                    List.of(),
                    Duration.ofMillis(200)),
            42);

    private int taken(InetAddress source, int times, long now) {
        return (int)
                IntStream.range(0, times).filter(i -> table.take(source, now)).count();
    }

    @Test
    void shouldLetTheBurstThroughAndThenTheRate() {
        // When
        int atOnce = taken(SOURCE, 100, 0);
        int aSecondLater = taken(SOURCE, 100, SECOND);

        // Then
        assertThat(atOnce).isEqualTo(20);
        assertThat(aSecondLater).isEqualTo(10);
        assertThat(table.take(OTHER, SECOND)).isTrue();
    }

    @Test
    void shouldNotBoundThoseWhoseRequestsAreAccepted() {
        // When
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            taken += table.take(SOURCE, 0) ? 1 : 0;
            taken += table.take(SOURCE, 0) ? 1 : 0;
            table.giveBack(SOURCE, 2);
        }

        // Then
        assertThat(taken).isEqualTo(2_000);
    }

    @Test
    void shouldTellWhenCredentialsAreWrongTooOften() {
        // Given
        IntStream.range(0, 3).forEach(i -> assertThat(table.failed(SOURCE, 0)).isTrue());

        // Then
        assertThat(table.failed(SOURCE, 0)).isFalse();
        assertThat(table.failed(OTHER, 0)).isTrue();
        assertThat(table.failed(SOURCE, 10 * SECOND)).isTrue();
        assertThat(table.failed(SOURCE, 10 * SECOND)).isFalse();
    }

    @Test
    void shouldBlockLongerEachTimeUpToEightfoldAndForgiveAtLast() {
        // When
        long now = 0;
        StringBuilder seconds = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            table.block(SOURCE, true, now);
            long until = now;
            while (table.blocked(SOURCE, until)) {
                until += SECOND;
            }
            seconds.append((until - now) / SECOND).append(' ');
            now = until;
        }
        long forgiven = now + Duration.ofMinutes(11).toNanos() / 1_000;

        // Then
        assertThat(seconds.toString()).isEqualTo("5 10 20 40 40 ");
        assertThat(table.block(SOURCE, true, forgiven)).isZero();
        assertThat(table.block(SOURCE, true, forgiven)).isEqualTo(-1);
        assertThat(table.blocked(SOURCE, forgiven + 5 * SECOND - 1)).isTrue();
        assertThat(table.blocked(SOURCE, forgiven + 5 * SECOND)).isFalse();
        assertThat(table.blocked(OTHER, 0)).isFalse();
    }

    @Test
    void shouldNotBlockLongerEachTimeForWhatMayBeForged() {
        // Given
        long later = 5 * SECOND;

        // When
        table.block(SOURCE, false, 0);
        int before = table.block(SOURCE, false, later);

        // Then
        assertThat(before).isZero();
        assertThat(table.blocked(SOURCE, later + 5 * SECOND - 1)).isTrue();
        assertThat(table.blocked(SOURCE, later + 5 * SECOND)).isFalse();
        assertThat(table.block(SOURCE, true, later + 5 * SECOND)).isZero();
    }

    @Test
    void shouldForgetNeitherTheBlockedNorTheProvedWhenForgedSourcesPourIn() {
        // Given
        table.block(SOURCE, true, 0);
        table.proved(OTHER, 0);

        // When
        for (int i = 0; i < 1_000_000; i++) {
            table.take(forged(i), SECOND);
        }

        // Then
        assertThat(table.blocked(SOURCE, SECOND)).isTrue();
        assertThat(table.isProved(OTHER, SECOND)).isTrue();
    }

    @Test
    void shouldLetNewSourcesInWhenForgedSourcesPourIn() {
        // Given
        IntStream.range(0, 1_000_000).forEach(i -> table.take(forged(i), 0));

        // Then
        assertThat(table.take(SOURCE, 0)).isTrue();
    }

    private static InetAddress forged(int i) {
        return ip("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
    }

    @Test
    void shouldTakeAnIpv6NetworkForOneSource() {
        // Given
        taken(ip("2001:db8::1"), 100, 0);

        // Then
        assertThat(table.take(ip("2001:db8::ffff:1"), 0)).isFalse();
        assertThat(table.take(ip("2001:db8:0:1::1"), 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "192.0.2.255", "255.255.255.255"})
    void shouldKnowAnIpv4AddressByItself(String address) {
        // Given
        byte[] bytes = ip(address).getAddress();
        long bits = 0;
        for (byte one : bytes) {
            bits = bits << 8 | one & 0xFF;
        }

        // Then
        assertThat(SourceTable.key(ip(address))).isEqualTo(1L << 40 | bits);
    }
}
