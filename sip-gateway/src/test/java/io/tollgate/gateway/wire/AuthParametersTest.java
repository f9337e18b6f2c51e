package io.tollgate.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthParametersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest realm=\"x\"",
                "Digest realm=x",
                "Digest realm =\t\"x\"",
                "Digest Realm= x, nonce=y",
                "Digest _realm=no, realm=\"x\"",
                "Digest 1realm=no, realm=\"x\"",
                "Digest x-realm=\"no\",realm=\"x\"",
                "Digest uri=\"sip:h;realm=no\", realm=\"x\"",
                "Digest uri=\"a\\\", realm=no, \\\"\", realm=\"x\"",
                "Digest nonce=\"y\" realm=\"x\"",
                "Digest, =no, realm=\"\\x\"",
                "Digest \"realm=no\" realm=\"x",
            })
    void shouldFindAParameterByItsWholeName(String text) {
        assertThat(AuthParameters.of(text).values("realm")).containsExactly("x");
    }

    @Test
    void shouldTellAllOfOneName() {
        assertThat(AuthParameters.of("Digest username=\"a\", USERNAME=b").values("username"))
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Digest", "Digest cnonce=\"1\"", "Digest nonce", "Digest x=\"nonce=1", "=", "\\"})
    void shouldFindNothingWhereItIsNot(String text) {
        assertThat(AuthParameters.of(text).value("nonce")).isNull();
    }

    @Test
    void shouldHaveNothingOfNothing() {
        assertThat(AuthParameters.of(null).value("nonce")).isNull();
    }
}
