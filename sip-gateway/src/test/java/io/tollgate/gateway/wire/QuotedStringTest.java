package io.tollgate.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedStringTest {
    @Test
    void shouldPutPlainTextBetweenQuotes() {
        assertThat(QuotedString.of("balance:1/Zo\u00eb")).isEqualTo("\"balance:1/Zo\u00eb\"");
    }

    @Test
    void shouldEscapeWhatWouldEndIt() {
        assertThat(QuotedString.of("rule 7: \"IRSF\" \\")).isEqualTo("\"rule 7: \\\"IRSF\\\" \\\\\"");
    }

    @Test
    void shouldKeepItOnOneLine() {
        assertThat(QuotedString.of("a\r\nBye: b\u0000\u0085c")).isEqualTo("\"a  Bye: b  c\"");
    }
}
