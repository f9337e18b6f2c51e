package io.tollgate.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpliceTest {
    private static final Flow FROM = Flow.to(
            Transport.UDP, new InetSocketAddress("127.0.0.1", 5060), new InetSocketAddress("192.0.2.7", 40_000));

    private static SipMessage withVia(String via) throws MalformedMessage {
        return SipMessageTest.parse(
                "OPTIONS sip:a@b SIP/2.0\r\nVia: " + via
                        + "\r\nX-Unknown: \u00e4 , <;\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\n\r\n");
    }

    @Test
    void shouldKeepEveryOtherByteWhenPartsChange() throws Exception {
        // Given
        SipMessage message = withVia("SIP/2.0/UDP h;branch=z9hG4bK1");

        // When
        byte[] bytes = new Splice(message)
                .replace(message.target(), "sip:z")
                .insert(message.headersEnd(), "New: 1\r\n")
                .cut(message.lineAt(message.first(HeaderName.VIA)))
                .bytes();

        // Then
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo(
                        "OPTIONS sip:z SIP/2.0\r\nX-Unknown: \u00e4 , <;\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\n"
                                + "Call-ID: x\r\nCSeq: 1 OPTIONS\r\nNew: 1\r\n\r\n");
    }

    @Test
    void shouldRefuseStretchesThatOverlap() throws Exception {
        // Given
        SipMessage message = withVia("SIP/2.0/UDP h;branch=z9hG4bK1");
        Splice splice = new Splice(message).cut(new Span(5, 20)).cut(new Span(10, 12));

        // Then
        assertThatIllegalStateException().isThrownBy(splice::bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1 | SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1",
                "SIP/2.0/UDP h;branch=z9hG4bK1 | SIP/2.0/UDP h;branch=z9hG4bK1;received=192.0.2.7",
                "SIP/2.0/UDP 192.0.2.7;rport;branch=z9hG4bK1 | SIP/2.0/UDP 192.0.2.7;rport=40000;branch=z9hG4bK1;received=192.0.2.7",
                "SIP/2.0/UDP h;rport=9;received=203.0.113.9;branch=z9 | SIP/2.0/UDP h;rport=40000;received=192.0.2.7;branch=z9",
                "SIP/2.0/UDP h;received=203.0.113.9;rport | SIP/2.0/UDP h;received=192.0.2.7;rport=40000",
                "'SIP/2.0/UDP h;\r\n received=203.0.113.9 ; rport' | SIP/2.0/UDP h; received=192.0.2.7 ; rport=40000",
                "SIP/2.0/UDP h;x=\"\u00e4\";rport | SIP/2.0/UDP h;x=\"\u00e4\";rport=40000;received=192.0.2.7",
            })
    void shouldSayInTheViaWhereTheRequestReallyCameFrom(String via, String expected) throws Exception {
        assertThat(ReceivedVia.text(withVia(via), FROM)).isEqualTo(expected);
    }

    @Test
    void shouldAnswerWithTheRequestsOwnLinesAndNoBody() throws Exception {
        // Given
        SipMessage request = SipMessageTest.parse(SipMessageTest.INVITE);

        // When
        SipMessage reply = SipMessage.parse(Reply.to(request, FROM, 486, "mine", "Retry-After: 5\r\n"));

        // Then
        assertThat(reply.status()).isEqualTo(486);
        assertThat(reply.elements(HeaderName.VIA)).hasSize(3);
        assertThat(reply.toTag()).isEqualTo("mine");
        assertThat(reply.fromTag()).isEqualTo("f1");
        assertThat(reply.cseq()).isEqualTo(7);
        assertThat(reply.length()).isEqualTo(reply.headersEnd() + 2);
    }

    @Test
    void shouldCancelOnTheSameHopAsTheInvite() throws Exception {
        // Given
        SipMessage invite = SipMessageTest.parse(SipMessageTest.INVITE);

        // When
        SipMessage cancel = SipMessage.parse(HopByHop.cancel(invite, "SIP ;cause=403"));

        // Then
        assertThat(cancel.method()).isEqualTo(Method.CANCEL);
        assertThat(cancel.targetText()).isEqualTo(invite.targetText());
        assertThat(cancel.topVia().branch()).isEqualTo("z9hG4bKa");
        assertThat(cancel.elements(HeaderName.VIA)).hasSize(1);
        assertThat(cancel.elements(HeaderName.ROUTE)).hasSize(3);
        assertThat(cancel.cseq()).isEqualTo(7);
    }
}
