package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.SipMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTimerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "Session-Expires: 1800;refresher=uas | PT30M",
                "x: 90                               | PT90S",
                "Session-Expires:  90 ; refresher=uac| PT90S",
                "Session-Expires: 0                  | none",
                "Session-Expires: -5                 | none",
                "Session-Expires: 99999999999        | none",
                "Session-Expires: soon               | none",
                "Subject: none                       | none",
            })
    void shouldReadTheIntervalThatWasAgreedOn(String header, Duration expected) throws Exception {
        // Given
        String success = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=1\r\n"
                + "To: <sip:b@x>;tag=2\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n" + header + "\r\n\r\n";

        // When
        Duration interval = SessionTimer.interval(SipMessage.parse(success.getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(interval).isEqualTo(expected);
    }
}
