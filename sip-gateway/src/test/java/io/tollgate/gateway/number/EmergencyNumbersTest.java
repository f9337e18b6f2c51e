package io.tollgate.gateway.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmergencyNumbersTest {
    private final NumberPlan germany = new NumberPlan(List.of("00"), "0", "49");
    private final EmergencyNumbers numbers = EmergencyNumbers.defaults(germany);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:112@gate.example.net",
                "sips:112@gate.example.net",
                "SIP:911@gate.example.net;user=phone",
                "sip:%3112@gate.example.net",
                "sip:112:secret@gate.example.net",
                "sip:112;phone-context=example.org@gate.example.net",
                "sip:112;phone-context=+49@gate.example.net",
                "tel:112",
                "tel:112;phone-context=+49",
                "sip:112",
                "urn:service:sos",
                "URN:Service:SOS",
                "urn:service:sos.police",
                "urn:service:sos.ecall.manual"
            })
    void shouldKnowAnEmergencyCallWhenNothingIsConfigured(String uri) {
        // Then
        assertThat(numbers.matches(uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:1120@h",
                "sip:11@h",
                "sip:0112@h",
                "sip:00112@h",
                "sip:+112@h",
                "sip:%2B112@h",
                "sip:1-1-2@h",
                "sip:112 @h",
                "sip:112@88216@h",
                "sip:88216;112@h",
                "sip:112;phone-context=+882@h",
                "sip:112;phone-context=+49;phone-context=+882@h",
                "sip:112;npdi;rn=+88216@h",
                "sip:112%3Brn=+88216@h",
                "sip:112;ext=88216@h",
                "tel:112;rn=+88216",
                "sip:\u0661\u0661\u0662@h",
                "sip:bob@112",
                "sip:@112",
                "tel:+112",
                "urn:service:sosx",
                "urn:service:sos.",
                "urn:service:sos..police",
                "urn:service:sos.police.",
                "urn:service:sos;88216@h",
                "urn:service:sos.police@88216",
                "urn:service:test.sos",
                "urn:service",
                "",
                "112 sip:88216@h"
            })
    void shouldSeeNoEmergencyWhenTheUriOnlyLooksLikeOne(String uri) {
        // Then
        assertThat(numbers.matches(uri)).isFalse();
    }

    @Test
    void shouldKnowOnlyWhatIsConfiguredWhenSomethingIs() {
        // Given
        EmergencyNumbers others = new EmergencyNumbers(List.of("110", "+49112"), germany);

        // Then
        assertThat(List.of("sip:110@h", "sip:+49112@h", "sip:112@h", "sip:49112@h", "urn:service:sos"))
                .filteredOn(others::matches)
                .containsExactly("sip:110@h", "sip:+49112@h");
    }

    @Test
    void shouldRefuseTheSettingWhenANumberIsEmpty() {
        // Then
        assertThatThrownBy(() -> new EmergencyNumbers(List.of("112", ""), germany))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not empty");
    }
}
