package io.tollgate.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.gateway.wire.MalformedMessage.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipMessageTest {
    static final String INVITE = String.join(
            "\r\n",
            "INVITE sip:+49301234@example.org;user=phone SIP/2.0",
            "v: SIP/2.0/UDP [2001:db8::1]:5070 ;branch=z9hG4bKa;rport , SIP/2.0/TCP b.example;branch=z9hG4bKb",
            "Via: SIP/2.0/UDP c.example",
            "Max-Forwards: 68",
            "f: \"A, \\\"quoted\\\" <name>\" <sip:alice@example.org;x=1>;tag=f1",
            "To:",
            " <sip:+49301234@example.org>",
            "i: abc@host",
            "CSeq: 7",
            "\tINVITE",
            "Route: <sip:a;lr>,<sip:b,c;lr>",
            "Route: <sip:d;lr>",
            "m: <sip:alice@192.0.2.1:5070>",
            "l: 4",
            "",
            "body");

    static SipMessage parse(String text) throws MalformedMessage {
        return SipMessage.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldFindWhatRoutingNeedsWhenNamesAreShortAndLinesFolded() throws Exception {
        // When
        SipMessage message = parse(INVITE);

        // Then
        assertThat(message.method()).isEqualTo(Method.INVITE);
        assertThat(message.targetText()).isEqualTo("sip:+49301234@example.org;user=phone");
        assertThat(message.callId()).isEqualTo("abc@host");
        assertThat(message.fromTag()).isEqualTo("f1");
        assertThat(message.toTag()).isNull();
        assertThat(message.cseq()).isEqualTo(7);
        assertThat(message.maxForwards()).isEqualTo(68);
        assertThat(message.header(HeaderName.TO)).isEqualTo("<sip:+49301234@example.org>");
        assertThat(texts(message, HeaderName.ROUTE)).containsExactly("<sip:a;lr>", "<sip:b,c;lr>", "<sip:d;lr>");
        assertThat(texts(message, HeaderName.VIA)).hasSize(3);
        assertThat(message.length()).isEqualTo(INVITE.length());
    }

    @Test
    void shouldReadTheTopmostVia() throws Exception {
        // When
        Via via = parse(INVITE).topVia();

        // Then
        assertThat(via.transport()).isEqualTo("UDP");
        assertThat(via.host()).isEqualTo("[2001:db8::1]");
        assertThat(via.port()).isEqualTo(5070);
        assertThat(via.branch()).isEqualTo("z9hG4bKa");
        assertThat(via.rport()).isNotNull().extracting(Span::length).isEqualTo(0);
        assertThat(via.received()).isNull();
    }

    @Test
    void shouldTakeTheMethodFromCseqWhenItIsAResponse() throws Exception {
        // When
        SipMessage message =
                parse("SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
                        + "To: <sip:c@d>;tag=2\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n\r\n");

        // Then
        assertThat(message.isRequest()).isFalse();
        assertThat(message.status()).isEqualTo(180);
        assertThat(message.method()).isEqualTo(Method.INVITE);
        assertThat(message.toTag()).isEqualTo("2");
    }

    @Test
    void shouldLeaveOutWhatFollowsTheBody() throws Exception {
        // When
        SipMessage message = parse(INVITE + "more");

        // Then
        assertThat(new String(message.copy(), StandardCharsets.UTF_8)).isEqualTo(INVITE);
    }

    @ParameterizedTest
    @CsvSource({
        "'l: 4', 'l: 2147483647', BAD_CONTENT_LENGTH",
        "'l: 4', 'l: -1', BAD_CONTENT_LENGTH",
        "'l: 4', 'l: 99999999999999999999', BAD_CONTENT_LENGTH",
        "'l: 4', 'l: 4\r\nContent-Length: 0', BAD_CONTENT_LENGTH",
        "'CSeq: 7', 'CSeq: 2147483648', BAD_CSEQ",
        "'\tINVITE', '\tBYE', BAD_CSEQ",
        "'i: abc@host', 'i: abc@host\r\nCall-ID: second', REPEATED_HEADER",
        "'i: abc@host', 'X: y', MISSING_HEADER",
        "'Max-Forwards: 68', 'Max-Forwards: 256', BAD_MAX_FORWARDS",
        "'Max-Forwards: 68', 'Max-Forwards: many', BAD_MAX_FORWARDS",
        "'INVITE sip', 'INV(TE sip', START_LINE",
        "' SIP/2.0', ' HTTP/1.1', START_LINE",
        "'Via: SIP/2.0/UDP c', 'no colon', HEADER_LINE",
        "'SIP/2.0/UDP [2001:db8::1]:5070', 'SIP/2.0/UDP host:99999', BAD_VIA",
        "'SIP/2.0/UDP [2001:db8::1]:5070', 'nothing', BAD_VIA",
        "'\r\n\r\nbody', '\r\n', NO_END_OF_HEADERS",
        "'v: SIP', 'v:\nSIP', HEADER_LINE",
        "'abc@host', 'a\0c@host', HEADER_LINE",
        "'INVITE sip', 'INVITE  sip', START_LINE",
        "'phone SIP', 'phone ; x SIP', START_LINE",
        "'SIP/2.0\r\nv', 'SIP/2.0 \r\nv', START_LINE",
        "' SIP/2.0', ' SIP/2.1', VERSION",
        "'abc@host', 'abc host', BAD_CALL_ID",
        "'tag=f1', 'tag=f(1', BAD_ADDRESS",
        "'tag=f1', 'tag=', BAD_ADDRESS",
        "'To:\r\n <sip:+49301234@example.org>', 'To: sip:a@b x;tag=1', BAD_ADDRESS",
        "'SIP/2.0/UDP [', 'SAP/2.0/UDP [', BAD_VIA",
        "'Max-Forwards: 68', 'X: y\r\n \r\nMax-Forwards: 68', HEADER_LINE",
        "'branch=z9hG4bKa', 'branch=', BAD_VIA",
        "'rport , SIP/2.0/TCP b.example', 'rport , ;x', BAD_VIA",
        "'rport , SIP/2.0/TCP b.example', 'rport , , SIP/2.0/TCP b', BAD_VIA",
        "'INVITE sip', 'Invite sip', START_LINE",
        "'branch=z9hG4bKa', 'branch=z9hG4bKa;branch=z9hG4bKc', BAD_VIA",
        "'[2001:db8::1]:5070 ', 'two names', BAD_VIA",
        "'[2001:db8::1]:5070 ', '[2001:db8::1', BAD_VIA",
        "'To:\r\n ', 'To:\r\n \"A', BAD_ADDRESS",
        "'tag=f1', 'tag=f1;tag=f2', BAD_ADDRESS",
        "'tag=f1', 'tag=\"f1', BAD_ADDRESS",
        "'tag=f1', 'tag=f\u00fc', BAD_ADDRESS",
        "'branch=z9hG4bKa', 'branch=z9hG4bK\u00fc', BAD_VIA",
        "'x=1>;', 'x=1> x;', BAD_ADDRESS",
        "'Max-Forwards: 68', 'Max-Forwards: 68\r\nMax-Forwards: 5', REPEATED_HEADER",
    })
    void shouldRejectWithTheFaultWhenItCannotBeRouted(String part, String replacement, Fault fault) {
        // Given
        int at = INVITE.indexOf(part);
        String broken = INVITE.substring(0, at) + replacement + INVITE.substring(at + part.length());

        // When
        MalformedMessage thrown = catchThrowableOfType(MalformedMessage.class, () -> parse(broken));

        // Then
        assertThat(thrown).isNotNull();
        assertThat(thrown.fault()).isEqualTo(fault);
        assertThat(thrown.getStackTrace()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'l: 4', 'l: 99', true",
        "'CSeq: 7', 'CSeq: x', true",
        "'i: abc@host', 'X: y', true",
        "'Max-Forwards: 68', 'no colon', true",
        "'phone SIP', 'phone  SIP', true",
        "'INVITE sip', 'ACK sip', false",
        "'INVITE sip:+49301234@example.org;user=phone SIP/2.0', 'SIP/2.0 200 OK\r\nl: 5', false",
        "'[2001:db8::1]', '[', false",
        "' SIP/2.0', ' HTTP/1.1', false",
        "'v: SIP', 'v:\nSIP', false",
    })
    void shouldSayWhetherARequestWithAFaultCanBeAnswered(String part, String replacement, boolean answered) {
        // When
        MalformedMessage thrown =
                catchThrowableOfType(MalformedMessage.class, () -> parse(INVITE.replace(part, replacement)));

        // Then
        assertThat(thrown.request() != null).isEqualTo(answered);
    }

    @ParameterizedTest
    @CsvSource({
        "'Max-Forwards: 68', 'Max-Forwards: 000000000000068'",
        "'CSeq: 7', 'CSeq: 00000000000000000007'",
        "'tag=f1', 'tag=f1;'",
        "'tag=f1', 'x=\"a;tag=no\";tag=f1'",
        "'tag=f1', 'tag=f1;x='",
        "'tag=f1', 'x:y=\u00fc;tag=f1'",
        "'branch=z9hG4bKa;', 'branch=z9hG4bKa;;'",
        "' SIP/2.0', ' sip/2.0'",
        "'\\\"quoted', '\\\0quoted'",
        "'Max-Forwards: 68', 'X-Unclosed: \"\r\nMax-Forwards: 68'",
    })
    void shouldReadWhatIsOnlyUnusual(String part, String replacement) throws Exception {
        // When
        SipMessage message = parse(INVITE.replace(part, replacement));

        // Then
        assertThat(message.maxForwards()).isEqualTo(68);
        assertThat(message.cseq()).isEqualTo(7);
        assertThat(message.fromTag()).isEqualTo("f1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"u-1-19@127.0.0.1", "YQ/b+c==", "[::1]:5060", "?{a}|b"})
    void shouldReadTagsThatAreNoTokens(String tag) throws Exception {
        // When
        SipMessage message = parse(INVITE.replace("tag=f1", "tag=" + tag));

        // Then
        assertThat(message.fromTag()).isEqualTo(tag);
    }

    @Test
    void shouldRejectMoreHeadersThanAnyPhoneSends() {
        // Given
        String many = INVITE.replace("Max-Forwards", "X: y\r\n".repeat(HeaderLines.MOST) + "Max-Forwards");

        // When
        MalformedMessage thrown = catchThrowableOfType(MalformedMessage.class, () -> parse(many));

        // Then
        assertThat(thrown.fault()).isEqualTo(Fault.TOO_MANY_HEADERS);
    }

    private static List<String> texts(SipMessage message, HeaderName name) {
        return message.elements(name).stream().map(message::text).toList();
    }

    @Test
    void shouldUnfoldAnyRunOfBlanksInOnePass() throws Exception {
        // Given
        String blanks = " ".repeat(15_000);

        // When
        SipMessage message = parse(INVITE.replace("CSeq", "User-Agent: a" + blanks + "b\r\n c\r\nCSeq"));

        // Then
        assertThat(message.header(HeaderName.USER_AGENT)).isEqualTo("a" + blanks + "b c");
    }

    @Test
    void shouldRejectAHeaderThatIsLongerThanAnyPhoneSends() {
        // Given
        String folded = INVITE.replace("i: abc@host", "i: a" + "\r\n b".repeat(5_000));

        // When
        MalformedMessage thrown = catchThrowableOfType(MalformedMessage.class, () -> parse(folded));

        // Then
        assertThat(thrown.fault()).isEqualTo(Fault.HEADER_TOO_LONG);
    }

    @ParameterizedTest
    @CsvSource({"Via, SIP/2.0/UDP 192.0.2.1", "Route, <sip:192.0.2.1;lr>", "Record-Route, <sip:192.0.2.1;lr>"})
    void shouldTakeSeventyPlacesToGoAndNotOneMore(String name, String element) throws Exception {
        // Given
        int others = name.equals("Via") ? 1 : 0;
        String seventy = String.join(",", Collections.nCopies(70 - others, element));

        // Then
        assertThat(SipMessage.parse(withLine(name + ": " + seventy)).isRequest())
                .isTrue();
        assertThatThrownBy(() -> SipMessage.parse(withLine(name + ": " + seventy + "," + element)))
                .isInstanceOfSatisfying(
                        MalformedMessage.class,
                        malformed -> assertThat(malformed.fault()).isEqualTo(MalformedMessage.Fault.TOO_MANY_HOPS));
    }

    private static byte[] withLine(String line) {
        return ("OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n" + line
                        + "\r\nFrom: <sip:a>;tag=1\r\nTo: <sip:a>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
