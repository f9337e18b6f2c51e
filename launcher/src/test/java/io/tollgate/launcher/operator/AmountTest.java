package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

    @ParameterizedTest
    @CsvSource({
        "10.50, 10500000, 10.50",
        "10, 10000000, 10.00",
        "-3, -3000000, -3.00",
        "+0.000001, 1, 0.000001",
        "0.1, 100000, 0.10",
        "0.123, 123000, 0.123",
        "9223372036854.775807, 9223372036854775807, 9223372036854.775807",
        "-9223372036854.775808, -9223372036854775808, -9223372036854.775808",
        "0, 0, 0.00",
        "100, 100000000, 100.00",
    })
    void shouldBeExactBothWays(String written, long micros, String shown) {
        assertThat(Amount.micros(written)).isEqualTo(micros);
        assertThat(Amount.text(micros)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".5",
                "5.",
                "1,50",
                "1e3",
                "0.0000001",
                "ten",
                "1 0",
                "9223372036854.775808",
                "0x10",
                "٣",
                "99999999999999"
            })
    void shouldRefuseWhatIsNoAmount(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> Amount.micros(written));
    }
}
