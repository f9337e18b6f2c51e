package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class ReadyLineTest {

    @Test
    void shouldTellFieldsInTheirOrderAndLeaveOutWhatThereIsNot() {
        // When
        ReadyLine line =
                new ReadyLine().with("sip", "127.0.0.1:5060").with("http", null).with("gateway", "g1");

        // Then
        assertThat(line).hasToString("Tollgate is ready: sip=127.0.0.1:5060 gateway=g1");
    }

    @Test
    void shouldRefuseANameThatIsThereAlready() {
        // Given
        ReadyLine line = new ReadyLine().with("http", "http://127.0.0.1:8090");

        // When // Then
        assertThatIllegalStateException()
                .isThrownBy(() -> line.with("http", "http://127.0.0.1:8090"))
                .withMessageContaining("http");
    }
}
