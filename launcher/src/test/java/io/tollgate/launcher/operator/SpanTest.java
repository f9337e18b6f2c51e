package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {

    @ParameterizedTest
    @CsvSource({
        "90s, 90",
        "30m, 1800",
        "2h, 7200",
        "1h30m, 5400",
        "7d, 604800",
        "1d2h3m4s, 93784",
        "999999d, 86399913600"
    })
    void shouldReadWhatPeopleWrite(String written, long seconds) {
        assertThat(Span.parse(written)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "h", "2 h", "-2h", "0s", "1.5h", "30m2h", "2w", "1000000d"})
    void shouldRefuseWhatIsNoTime(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> Span.parse(written));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0s",
        "0, 0s",
        "59, 59s",
        "60, 1m 00s",
        "3599, 59m 59s",
        "3600, 1h 00m",
        "86399, 23h 59m",
        "86400, 1d 00h",
        "93784, 1d 02h"
    })
    void shouldShowTheTwoLargestUnits(long seconds, String shown) {
        assertThat(Span.text(Duration.ofSeconds(seconds))).isEqualTo(shown);
    }
}
