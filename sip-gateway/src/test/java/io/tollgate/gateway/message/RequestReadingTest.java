package io.tollgate.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.identity.Credentials;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.SipMessage;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReadingTest {
    private static RequestReading read(String header, String username) throws ParseException, MalformedMessage {
        String text = "INVITE sip:3@h SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                + "From: <sip:victim@h>;tag=1\r\nTo: <sip:3@h>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n" + header
                + ": Digest " + username + ", realm=\"operator\", nonce=\"n\", uri=\"sip:3@h\", response=\"0\"\r\n\r\n";
        return RequestReading.of(SipMessage.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:a@b@h",
                "sip:a\u001b[2J@h",
                "sip:a\tb@h",
                "a@h",
                "sip:",
                "sip:a@<h",
                "sip:a\u0085@h",
                "sip:a\u2028b@h",
                "sip:\u202eb@h",
                "sip:a\u2066@h",
                "sip:a\ufffd@h",
                "sip:a\u00a0@h",
                "tel:\u009b1",
                "sip:a\u200b@h"
            })
    void shouldRefuseAFromThatCanBeReadInTwoWaysOrNotBeShown(String from) throws Exception {
        // Given
        String text = "INVITE sip:3@h SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <" + from
                + ">;tag=1\r\nTo: <sip:3@h>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n";
        SipMessage request = SipMessage.parse(text.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThatThrownBy(() -> RequestReading.of(request)).isInstanceOf(ParseException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:a@h:0, sip:a@h",
        "sip:H:00;x=y, sip:h",
        "sip:0, sip:0",
        "sip:a:0@h, sip:a@h",
        "sip:m\u00fc\u0301\u0967@h, sip:m\u00fc\u0301\u0967@h"
    })
    void shouldReadPartiesWithoutAPortThatIsNoneAndInEveryAlphabet(String from, String caller) throws Exception {
        // Given
        String text = "INVITE sip:3@h SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <" + from
                + ">;tag=1\r\nTo: <sip:3@h>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n";

        // Then
        assertThat(RequestReading.of(SipMessage.parse(text.getBytes(StandardCharsets.UTF_8)))
                        .caller())
                .isEqualTo(caller);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_username=x, username=\"victim\"",
                "username = \"victim\"",
                "opaque=\"username=x\", username=\"victim\""
            })
    void shouldNotTakeAnotherParameterForTheUsername(String parameters) throws Exception {
        // Then
        assertThat(read("Authorization", parameters).credentials())
                .extracting(Credentials::username)
                .containsExactly("victim");
    }

    @Test
    void shouldReadWhomCredentialsName() throws Exception {
        // Then
        assertThat(read("Authorization", "username=\"mallory\"").credentials())
                .extracting(Credentials::username)
                .containsExactly("mallory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "username*=UTF-8''mallory",
                "Username* = UTF-8''mallory",
                "username*=UTF-8''mallory, username=\"victim\"",
                "username=\"victim\", username=\"mallory\""
            })
    void shouldRefuseCredentialsThatTheUpstreamMayReadInAnotherWay(String username) {
        // Then
        assertThatThrownBy(() -> read("Authorization", username)).isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> read("Proxy-Authorization", username)).isInstanceOf(ParseException.class);
    }
}
