package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.number.EmergencyNumbers;
import io.tollgate.gateway.number.NumberPlan;
import io.tollgate.gateway.wire.SipMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidityTest {
    private static final EmergencyNumbers EMERGENCIES = EmergencyNumbers.defaults(NumberPlan.DEFAULTS);

    private static Validity.Fault of(String method, String uri, String more) throws Exception {
        String text = method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
                + "To: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 " + method + "\r\n" + more + "\r\n";
        return Validity.of(SipMessage.parse(text.getBytes(StandardCharsets.UTF_8)), EMERGENCIES);
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE, sip:1@h, '', 0",
        "INVITE, <sip:1@h>, '', 400",
        "NEW, http://h, '', 416",
        "BYE, sip:1@h, 'Proxy-Require: a\r\n', 420",
        "ACK, http://h, '', 0",
        "CANCEL, sip:1@h, 'Proxy-Require: a\r\n', 0",
        "INVITE, sip:112@h, 'Proxy-Require: a\r\n', 0",
        "INVITE, sip:1@h, 'Require: a\r\n', 0",
    })
    void shouldSayWhatGoesNoFurther(String method, String uri, String more, int status) throws Exception {
        // When
        Validity.Fault fault = of(method, uri, more);

        // Then
        assertThat(fault == null ? 0 : fault.status()).isEqualTo(status);
    }

    @Test
    void shouldNameEveryExtensionThatItDoesNotKnow() throws Exception {
        // When
        Validity.Fault fault = of("INVITE", "sip:1@h", "Proxy-Require: a,\r\n b\r\nProxy-Require: c\r\n");

        // Then
        assertThat(fault).isNotNull();
        assertThat(fault.headers()).isEqualTo("Unsupported: a, b, c\r\n");
    }
}
