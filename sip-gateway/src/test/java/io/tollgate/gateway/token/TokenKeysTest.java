package io.tollgate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenKeysTest {
    @Test
    void shouldReadKeysInOrderWhenTheFileHasRemarks() {
        // When
        TokenKeys keys = TokenKeys.parse("# since May\r\n\n  a key of sixteen \n# before\nanother key of 16\n");

        // Then
        assertThat(keys.count()).isEqualTo(2);
        assertThat(keys.secret(0)).asString().isEqualTo("a key of sixteen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing\n\n",
                "too short",
                "a key that is long enough\nshort",
                "first key of three\nsecond key of three\nthird key of three"
            })
    void shouldRefuseTheFileWhenItHasNoUsableKeys(String text) {
        // Then
        assertThatThrownBy(() -> TokenKeys.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key");
    }

    @Test
    void shouldShowNoSecretWhenPrinted() {
        // Then
        assertThat(TokenKeys.parse("a key that is long enough")).hasToString("TokenKeys[1]");
    }
}
