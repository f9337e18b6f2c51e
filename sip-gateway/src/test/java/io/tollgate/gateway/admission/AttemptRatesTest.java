package io.tollgate.gateway.admission;

import static io.tollgate.gateway.admission.AdmissionFixture.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptRatesTest {
    private static final long SECOND = 1_000_000;
    private static final InetAddress SOURCE = ip("192.0.2.1");

    private final AttemptRates rates = new AttemptRates(new AttemptRates.Bound(10, 20, 100), 42);

    @ParameterizedTest
    @CsvSource({"0", "1000000000000", "-5000000"})
    void shouldPublishTheBurstAndThenTheRateWhateverTheClockSays(long start) {
        // When
        long atOnce = taken(SOURCE, 1_000, start, 0);
        long later = taken(SOURCE, 1_000, start, 10_000);

        // Then
        assertThat(atOnce).isEqualTo(20);
        assertThat(later).isEqualTo(99);
    }

    @Test
    void shouldNotLetOneSourceUseUpAnothers() {
        // Given
        taken(SOURCE, 1_000, 0, 0);

        // Then
        assertThat(rates.take(ip("192.0.2.2"), 0)).isTrue();
        assertThat(rates.take(ip("2001:db8::1"), 0)).isTrue();
    }

    @Test
    void shouldTakeAnIpv6NetworkForOneSource() {
        // Given
        taken(ip("2001:db8::1"), 1_000, 0, 0);

        // Then
        assertThat(rates.take(ip("2001:db8::ffff:ffff:1:2"), 0)).isFalse();
        assertThat(rates.take(ip("2001:db8:0:1::1"), 0)).isTrue();
    }

    @Test
    void shouldBoundAllSourcesTogetherWhenTheyAreForged() {
        // When
        long taken = IntStream.range(0, 10_000)
                .filter(i -> rates.take(ip("10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256), i * 100L))
                .count();

        // Then
        assertThat(taken).isBetween(100L, 201L);
    }

    @Test
    void shouldBeFullAgainAfterAWhile() {
        // Given
        taken(SOURCE, 1_000, 0, 0);

        // Then
        assertThat(rates.take(SOURCE, SECOND / 20)).isFalse();
        assertThat(rates.take(SOURCE, SECOND / 10)).isTrue();
        assertThat(taken(SOURCE, 1_000, 100 * SECOND, 0)).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0", "1000001, 1, 1"})
    void shouldRefuseABoundThatIsNone(int perSecond, int burst, int total) {
        // Then
        assertThatThrownBy(() -> new AttemptRates.Bound(perSecond, burst, total))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private long taken(InetAddress source, int attempts, long start, long everyMicros) {
        return IntStream.range(0, attempts)
                .filter(i -> rates.take(source, start + i * everyMicros))
                .count();
    }
}
