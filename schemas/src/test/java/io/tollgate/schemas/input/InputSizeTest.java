package io.tollgate.schemas.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class InputSizeTest {

    @Test
    void shouldCountKeyValueAndHeaders() {
        // Given
        var headers = new RecordHeaders().add("name", new byte[3]).add("other", null);

        // Then a name counts as if each of its characters had two bytes
        assertThat(InputSize.bytes(new byte[2], new byte[10], headers)).isEqualTo(2 + 10 + 8 + 3 + 10);
        assertThat(InputSize.bytes(null, null, new RecordHeaders())).isZero();
    }

    @Test
    void shouldRefuseTheFirstByteTooMany() {
        // Given
        var key = new byte[100_000];

        // Then
        assertThat(InputSize.fault(key, new byte[800_000], new RecordHeaders())).isNull();
        assertThat(InputSize.fault(key, new byte[800_001], new RecordHeaders())).hasToString("more than 900000 bytes");
    }
}
