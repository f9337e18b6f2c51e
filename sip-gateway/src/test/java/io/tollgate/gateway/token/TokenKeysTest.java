package io.tollgate.gateway.token;

import static io.tollgate.gateway.token.TokenFixture.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenKeysTest {
    @Test
    void shouldRefuseKeysThatAreNoneTooManyOrTooShort() {
        // Then
        for (List<String> secrets : List.of(
                List.<String>of(),
                List.of("too short"),
                List.of("a key that is long enough", "too short"),
                List.of("first key of three", "second key of three", "third key of three"))) {
            assertThatThrownBy(() -> keys(secrets.toArray(String[]::new)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("key");
        }
    }

    @Test
    void shouldKeepItsSecretsWhenTheCallerForgetsThem() {
        // Given
        byte[] secret = "a key that is long enough".getBytes(StandardCharsets.UTF_8);
        TokenKeys keys = new TokenKeys(List.of(secret));

        // When
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(keys.secret(0), (byte) 0);

        // Then
        assertThat(keys.secret(0)).asString().isEqualTo("a key that is long enough");
    }

    @Test
    void shouldShowNoSecretWhenPrinted() {
        // Then
        assertThat(keys("a key that is long enough")).hasToString("TokenKeys[1]");
    }
}
