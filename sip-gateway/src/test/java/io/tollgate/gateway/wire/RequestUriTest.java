package io.tollgate.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.RequestUri.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestUriTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip:+49301234@example.org;user=phone | GOOD",
                "SIPS:alice:secret@example.org:5061;transport=tcp | GOOD",
                "sip:[2001:db8::10]:5070 | GOOD",
                "sip:user;par=u%40example.net@example.com | GOOD",
                "sip:*31#0301234@example.org | GOOD",
                "sip:what?@example.org | GOOD",
                "tel:+49-30-1234;phone-context=x | GOOD",
                "urn:service:sos.fire | GOOD",
                "mailto:alice@example.org | UNKNOWN_SCHEME",
                "soap.beep://192.0.2.103:3002 | UNKNOWN_SCHEME",
                "alice | MALFORMED",
                "sip: | MALFORMED",
                "1sip:a@b | MALFORMED",
                "<sip:a@b> | MALFORMED",
                "sip:a@b?Route=x | MALFORMED",
                "sip:a@b@c | MALFORMED",
                "sip:2001:db8::10 | MALFORMED",
                "sip:a@[2001:db8::10 | MALFORMED",
                "sip:a@[2001:db8::10]x | MALFORMED",
                "sip:a@b:0 | MALFORMED",
                "sip:a@b:65536 | MALFORMED",
                "sip:a@b: | MALFORMED",
                "sip:%4@b | MALFORMED",
                "sip:%zz@b | MALFORMED",
                "sip:\u00e4@b | GOOD",
                "sip:{a}^`@b;c={d} | GOOD",
                "sip:\u0661@b | MALFORMED",
                "sip:a@\u00e4 | MALFORMED",
                "tel:%2B49%2030%2d1 | GOOD",
                "tel:%2331%230123 | GOOD",
                "tel:49%2B30 | MALFORMED",
                "'sip:a\tb@c' | MALFORMED",
                "tel:12\"34 | MALFORMED",
                "tel:+ | MALFORMED",
                "tel:1%30 | MALFORMED",
                "tel:49+30 | MALFORMED",
                "urn:ser[vice:sos | MALFORMED",
                "sip:@b | MALFORMED",
                "sip:a:b:c@d | MALFORMED",
                "sip:a]@b | MALFORMED",
                "sip:a@b=c | MALFORMED",
                "sip:a@[::1=2] | MALFORMED",
            })
    void shouldJudgeBeforeAnythingIsRoutedByIt(String uri, Verdict verdict) {
        assertThat(RequestUri.of(uri)).isEqualTo(verdict);
    }
}
