package io.tollgate.gateway.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberPlanTest {
    private static final NumberPlan GERMANY = new NumberPlan(List.of("00"), "0", "49");
    private static final NumberPlan AMERICA = new NumberPlan(List.of("011"), "1", "1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:0088216123456@gate.example.net",
                "sip:+88216123456@gate.example.net",
                "sip:%2B88216123456@gate.example.net",
                "sip:%2b%388216123456@gate.example.net",
                "sip:8-82.16(12)34 56@gate.example.net",
                "sip:8-8216123456@gate.example.net",
                "SIP:+88216123456@gate.example.net",
                "sips:+88216123456@gate.example.net",
                "sip:+88216123456:secret@gate.example.net",
                "sip:16123456;phone-context=+882@gate.example.net;user=phone",
                "sip:16123456;PHONE-CONTEXT=%2B882@gate.example.net",
                "sip:16123456;ext=7;phone-context=+8-8-2@gate.example.net",
                "sip:+88216123456;phone-context=+49@gate.example.net",
                "sip:0088216123456;phone-context=+49@gate.example.net",
                "sip:88216123456;phone-context=example.org@gate.example.net",
                "sip:88216123456;phone-context=@gate.example.net",
                "sip:88216123456;phone-context@gate.example.net",
                "sip:88216123456%3Bext=1@gate.example.net",
                "sip:88216123456;npdi;rn=+4930@gate.example.net",
                "sip:+88216123456@[2001:db8::1]:5060;transport=tcp",
                "tel:+882-16-123456",
                "tel:+88216123456;ext=5",
                "TEL:16123456;phone-context=+882",
                "sip:88216123456",
                "sip:+88216123456;user=phone",
                "sip:88216123456:5060",
                "sip:+0088216123456@h",
                "sip:00+88216123456@h",
                "sip:++88216123456@h",
                "sip:000088216123456@h"
            })
    void shouldNameOneDestinationWhenItIsDialledInManyWays(String uri) {
        // When
        String destination = NumberPlan.DEFAULTS.destination(uri);

        // Then
        assertThat(destination).isEqualTo("88216123456");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "sip:+49(30)123@h | 4930123",
                "sip:bob@example.org | bob",
                "sip:john.smith@example.org | john.smith",
                "sip:anonymous@anonymous.invalid | anonymous",
                "sip:%62ob@example.org | bob",
                "sip:bob;x=y@example.org | bob",
                "sip:bob:secret@example.org | bob",
                "sip:*21#@h | *21#",
                "sip:*21%23@h | *21#",
                "sip:882#1@h | 882#1",
                "sip:+49ABCD@h | +49ABCD",
                "sip:882A@h | 882A",
                "sip:\u0668\u0668\u0662@h | \u0668\u0668\u0662",
                "sip:%D9%A8%D9%A8%D9%A2@h | \u0668\u0668\u0662",
                "sip:\uff18\uff18\uff12@h | \uff18\uff18\uff12",
                "sip:+@h | +",
                "sip:-@h | -",
                "sip:@h | ^^",
                "sip:h | ^^",
                "sip:192.0.2.1:5060 | ^^",
                "sip:[2001:db8::1] | ^^",
                "sip: | ^^",
                "sip:88%@h | 88%",
                "sip:88%4@h | 88%4",
                "sip:88%zz@h | 88%zz",
                "sip:88%0D%0A2@h | 88%0D%0A2",
                "sip:88%00@h | 88%00",
                "sip:88%252B@h | 88%2B",
                "sip:4+9@h | 4+9",
                "sip:00@h | 00",
                "sip:882@0@h | 882",
                "urn:service:sos | urn:service:sos",
                "112 | 112",
            })
    void shouldTakeTheUserPartWhenItIsNoNumber(String uri, String expected) {
        // When
        String destination = NumberPlan.DEFAULTS.destination(uri);

        // Then
        assertThat(destination).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:030123@h, 4930123",
        "sip:30123@h, 4930123",
        "sip:+49030123@h, 49030123",
        "sip:0049-30-123@h, 4930123",
        "sip:+4930123@h, 4930123",
        "sip:0@h, 490",
        "sip:0301;phone-context=+43@h, 43301",
        "sip:123;phone-context=+49-30@h, 4930123",
        "sip:bob@h, bob"
    })
    void shouldPutTheCountryCodeWhenTheNumberIsNational(String uri, String expected) {
        // When
        String destination = GERMANY.destination(uri);

        // Then
        assertThat(destination).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:2125550100@h, 12125550100",
        "sip:12125550100@h, 12125550100",
        "sip:+12125550100@h, 12125550100",
        "sip:01188216@h, 88216",
        "sip:+01188216@h, 88216"
    })
    void shouldKnowOtherPrefixesWhenTheyAreConfigured(String uri, String expected) {
        // When
        String destination = AMERICA.destination(uri);

        // Then
        assertThat(destination).isEqualTo(expected);
    }

    @Test
    void shouldTakeTheLongestInternationalPrefixWhenSeveralMatch() {
        // Given
        NumberPlan plan = new NumberPlan(List.of("00", "0011", "810"), null, null);

        // When
        List<String> destinations = List.of(
                plan.destination("sip:001188216@h"),
                plan.destination("sip:81088216@h"),
                plan.destination("sip:+8106@h"));

        // Then
        assertThat(destinations).containsExactly("88216", "88216", "8106");
    }

    @Test
    void shouldDropTheRestWhenTheUserPartIsTooLong() {
        // Given
        String uri = "sip:+882" + "1".repeat(60_000) + "@h";

        // When
        String destination = NumberPlan.DEFAULTS.destination(uri);

        // Then
        assertThat(destination).startsWith("8821").hasSize(NumberPlan.MOST_CHARACTERS);
    }

    @ParameterizedTest
    @CsvSource({"+,,", "'',,", "00,+0,", "00,,+49", "00,,4 9", "00,'',", "00,,\u0664\u0669"})
    void shouldRefuseThePlanWhenASettingIsNotDigits(
            String international, @Nullable String national, @Nullable String country) {
        // Given
        List<String> prefixes = List.of(international);

        // Then
        assertThatThrownBy(() -> new NumberPlan(prefixes, national, country))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is digits, not");
    }

    @Test
    void shouldKnowOnlyDoubleZeroWhenNothingIsConfigured() {
        // Then
        assertThat(NumberPlan.DEFAULTS).isEqualTo(new NumberPlan(List.of("00"), null, null));
    }
}
