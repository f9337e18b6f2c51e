package io.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.SipMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardersTest {
    private static List<String> of(String... headers) {
        String text =
                "INVITE sip:3@h SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:1@h>;tag=1\r\n"
                        + "To: <sip:3@h>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n" + String.join("\r\n", headers)
                        + "\r\n\r\n";
        try {
            return Forwarders.of(SipMessage.parse(text.getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedMessage e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> said() {
        return Stream.of(
                Arguments.of("nothing", List.of(), "Subject: x"),
                Arguments.of(
                        "RFC 5806: the topmost is the latest",
                        List.of("sip:c@h", "sip:b@h"),
                        "Diversion: \"C, <c>\" <sip:c@h>;reason=unconditional\r\nDiversion: <sip:b@h>;counter=1"),
                Arguments.of("in one line", List.of("sip:c@h", "tel:+49"), "Diversion: <sip:c@h>, <tel:+49>"),
                Arguments.of(
                        "RFC 7044: mp names who was left",
                        List.of("sip:b@h"),
                        "History-Info: <sip:b@h>;index=1\r\nHistory-Info: <sip:3@h;cause=302>;index=1.1;mp=1"),
                Arguments.of(
                        "RFC 7044: rc is no forwarding",
                        List.of(),
                        "History-Info: <sip:3@h>;index=1\r\nHistory-Info: <sip:3@10.1.1.1>;index=1.1;rc=1"),
                Arguments.of(
                        "twice, then only routed",
                        List.of("sip:c@h", "sip:b@h"),
                        "History-Info: <sip:b@h>;index=1, <sip:c@h>;index=1.1;mp=1, <sip:3@h>;index=1.2;mp=1.1,"
                                + " <sip:3@i>;index=1.2.1;rc=1.2"),
                Arguments.of(
                        "RFC 4458: the cause of the new target",
                        List.of("sip:b@h"),
                        "History-Info: <sip:b@h>;index=1, <sip:3@h;cause=486>;index=1.1"),
                Arguments.of(
                        "RFC 4244: the reason why the old one was left",
                        List.of("sip:b@h?Reason=SIP%3Bcause%3D302"),
                        "History-Info: <sip:b@h?Reason=SIP%3Bcause%3D302>;index=1, <sip:3@h>;index=1.1"),
                Arguments.of("an mp that leads nowhere", List.of(), "History-Info: <sip:b@h>;index=1, <sip:3@h>;mp=7"),
                Arguments.of(
                        "Diversion before History-Info",
                        List.of("sip:d@h"),
                        "History-Info: <sip:b@h>;index=1, <sip:3@h>;index=1.1;mp=1\r\nDiversion: <sip:d@h>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("said")
    void shouldReadWhoForwardedIt(String why, List<String> uris, String headers) {
        // Then
        assertThat(of(headers)).as(why).isEqualTo(uris);
    }

    @Test
    void shouldLookAtSoManyAndNoMore() {
        // Then
        assertThat(of("Diversion: <sip:a@h>" + ", <sip:b@h>".repeat(50))).hasSize(Forwarders.MOST);
    }

    @Test
    void shouldLookForACauseInOneReasonOnceOnly() {
        // Given
        String entry = "History-Info: <sip:b@h" + "?Reason=".repeat(2_000) + ">;index=1\r\n";

        // Then
        assertTimeoutPreemptively(
                Duration.ofSeconds(1),
                () -> assertThat(of((entry.repeat(32) + "Subject: x").split("\r\n")))
                        .isEmpty());
    }
}
