package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.IdentityOrder;
import io.tollgate.gateway.identity.IdentityPolicy;
import io.tollgate.gateway.identity.IdentityStep;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityOptionsTest {
    private static Settings read(Map<String, String> options) {
        return Settings.read(IdentityOptions.OWN, SettingSources.of(options, Map.of()));
    }

    @Test
    void shouldKnowCallersByDefaultAsThePolicyDoes() {
        // Then
        assertThat(IdentityOptions.of(read(Map.of()))).isEqualTo(IdentityPolicy.DEFAULTS);
    }

    @Test
    void shouldTakeWhatIsConfigured() {
        // When
        IdentityPolicy policy = IdentityOptions.of(read(Map.of(
                "identity-order", "asserted, trunk,digest",
                "digest-realm", "sip.example.org",
                "nonce-seconds", "3600",
                "forwarder-pays", "true")));

        // Then
        IdentityOrder order =
                new IdentityOrder(List.of(IdentityStep.ASSERTED, IdentityStep.TRUNK, IdentityStep.DIGEST));
        assertThat(policy).isEqualTo(new IdentityPolicy(order, "sip.example.org", Duration.ofSeconds(3_600), true));
    }

    @ParameterizedTest
    @CsvSource({
        "identity-order, 'trunk,trunk'",
        "identity-order, 'from,digest'",
        "identity-order, 'trunk,password'",
        "digest-realm, 'a\"b'",
        "nonce-seconds, 4",
        "nonce-seconds, 3601",
        "forwarder-pays, maybe"
    })
    void shouldRefuseWhatMeansNothing(String key, String value) {
        // Then
        assertThat(read(Map.of(key, value)).faults())
                .singleElement()
                .asString()
                .startsWith("--" + key + ": '" + value + "'");
    }
}
