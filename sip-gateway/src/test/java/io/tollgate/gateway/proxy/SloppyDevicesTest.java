package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What phones and PBXes send that no grammar allows, or that few expect, and that everybody reads alike: the INVITE reaches
 * the upstream with it as it came, and a BYE that copies a Contact that is none is passed on.
 */
class SloppyDevicesTest {
    private static final String VIA = "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKi";
    private static final String FROM = "<sip:alice@192.0.2.100>;tag=f1";
    private static final String TO = "<sip:493012345678@192.0.2.100>";
    private static final String CONTACT = "<sip:alice@192.0.2.1:5060>";

    private final ShardByHand shard = new ShardByHand();

    private static String request(String method, String target, int branch) {
        return method + " " + target + " SIP/2.0\r\nVia: " + VIA + branch + "\r\nMax-Forwards: 70\r\nFrom: " + FROM
                + "\r\nTo: " + TO + "\r\nCall-ID: c1@192.0.2.1\r\nCSeq: " + branch + " " + method + "\r\nContact: "
                + CONTACT + "\r\nContent-Length: 0\r\n\r\n";
    }

    private String reached(String method) {
        byte[] bytes = shard.last(UPSTREAM, sent -> sent.request(method) && !sent.own())
                .bytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "*69",
                "#31#0123",
                "**21*0123#",
                "%23 31%23 0123",
                "anonymous",
                "0123;phone-context=example.com",
                "+49(30)123-45.67",
                "a,b",
                "a&b=c+d$e",
                "DOMAIN%5Calice",
                "müller",
                "a|b{c}^`d",
                "alice:secret",
            })
    void shouldTakeUsersOfRequestUrisThatReadAlikeToAll(String user) {
        // Given
        String target = "sip:" + user.replace(" ", "") + "@192.0.2.2";
        shard.account(false, true, null);

        // When
        shard.receive(CALLER, request("INVITE", target, 1));

        // Then
        assertThat(reached("INVITE")).startsWith("INVITE " + target + " SIP/2.0\r\n");
    }

    @Test
    void shouldEndTheLegOfACalleeWhoDoesNotSayWhereHeIsByTheUriThatHeWasCalledWith() {
        // Given
        String target = "sip:müller@192.0.2.2";
        shard.account(false, true, null);
        shard.receive(CALLER, request("INVITE", target, 1));
        SipMessage invite = shard.last(UPSTREAM, sent -> sent.request("INVITE"));
        StringBuilder success = new StringBuilder("SIP/2.0 200 OK\r\n");
        invite.elements(HeaderName.VIA)
                .forEach(via -> success.append("Via: ").append(invite.text(via)).append("\r\n"));
        shard.receive(
                UPSTREAM,
                success.append("From: " + FROM + "\r\nTo: " + TO + ";tag=t1\r\nCall-ID: c1@192.0.2.1\r\n")
                        .append("CSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n")
                        .toString());

        // When
        shard.terminate("order", "c1@192.0.2.1");
        shard.pass(Duration.ofSeconds(1));

        // Then
        byte[] bye = shard.last(UPSTREAM, sent -> sent.request("BYE")).bytes();
        assertThat(new String(bye, StandardCharsets.UTF_8)).startsWith("BYE " + target + " SIP/2.0\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "sip:0123@192.0.2.2;user=phone;ob",
        "sip:0123@192.0.2.2;x-a={1};x-b=a|b",
        "sip:0123@192.0.2.2;transport=UDP;;lr",
        "sip:0123@my_pbx",
        "sip:0123@example.com.",
        "SIP:0123@192.0.2.2",
        "tel:*69",
        "tel:%2B49%2030%20123",
        "tel:%23%2331%230123",
        "tel:+49(30)123;ext=1",
        "urn:service:sos",
    })
    void shouldTakeRequestUrisThatReadAlikeToAll(String target) {
        // Given
        shard.account(false, true, null);

        // When
        shard.receive(CALLER, request("INVITE", target, 1));

        // Then
        assertThat(reached("INVITE")).startsWith("INVITE " + target + " SIP/2.0\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "From: " + FROM + " | From: Müller, Hans " + FROM,
                "From: " + FROM + " | From: Hans Müller " + FROM,
                "From: " + FROM + " | From: O'Neill (home) " + FROM,
                "From: " + FROM + " | From: alice@example.com " + FROM,
                "From: " + FROM + " | From: \"Müller, \\\"Hans\\\"\" " + FROM,
                "From: " + FROM + " | From: \"\" " + FROM,
                "From: " + FROM + " | From:" + FROM,
                "From: " + FROM + " | From : " + FROM,
                "From: " + FROM + " | From: " + FROM + ";",
                "From: " + FROM + " | From: <sip:alice@192.0.2.100> ; tag=f1",
                "From: " + FROM + " | From: sip:alice@192.0.2.100;tag=f1",
                "From: " + FROM + " | From: <sip:#31#@192.0.2.100>;tag=f1",
                "From: " + FROM + " | From: <sip:al ice@192.0.2.100>;tag=f1",
                "From: " + FROM + " | From: <sip:müller@192.0.2.100>;tag=f1",
                "From: " + FROM + " | From: <sip:@192.0.2.100>;tag=f1",
                "From: " + FROM + " | From: <sip:192.0.2.100>;tag=f1",
                "From: " + FROM + " | From: <sip:alice@my_pbx>;tag=f1",
                "From: " + FROM + " | From: <sip:alice@anonymous.invalid;x={1}>;tag=f1",
                "From: " + FROM + " | From: <sip:alice@192.0.2.100:0>;tag=f1",
                "From: " + FROM + " | From: <sip:192.0.2.100:0;x=y>;tag=f1",
                "From: " + FROM + " | From: <tel:+4930123>;tag=f1",
                "From: " + FROM + " | From: <tel:*31#>;tag=f1",
                "From: " + FROM + " | From: " + FROM + ";x-name=Müller",
                "From: " + FROM + " | From: " + FROM + ";x:y=1",
                "From: " + FROM + " | From: " + FROM + ";epid=",
                "To: " + TO + " | To: " + TO + ";",
                "To: " + TO + " | To: <sip:0123@192.0.2.100:00>",
                "To: " + TO + " | To: 0123 " + TO,
                "To: " + TO + " | To: <sip:0123@192.0.2.100;user=phone;;>",
                "To: " + TO + " | To: <sip:*21*0123#@192.0.2.100>",
                "Call-ID: c1 | Call-ID: {c1};<x>,\"y",
                "CSeq: 1 | CSeq:\t1  ",
                "CSeq: 1 | CSeq: 0001",
                "Content-Length: 0 | Content-Length:  0 ",
                "Content-Length: 0 | Content-Length : 0",
                "Content-Length: 0 | content-length: 00",
                "Contact: " + CONTACT + " | Contact: *",
                "Contact: " + CONTACT + " | Contact:",
                "Contact: " + CONTACT + " | Contact: Müller, Hans " + CONTACT,
                "Contact: " + CONTACT + " | Contact: <sip:192.0.2.1:0>",
                "Contact: " + CONTACT + " | Subject:",
                "Contact: " + CONTACT + " | Subject: Grüße\\, \"unclosed",
                "Contact: " + CONTACT + " | User-Agent: Müller (Büro",
                "Contact: " + CONTACT + " | Allow: INVITE,,ACK,",
                "Contact: " + CONTACT + " | Supported: 100rel;,",
                "Contact: " + CONTACT + " | Date: yesterday",
                "Contact: " + CONTACT + " | P-Preferred-Identity: Müller, Hans <sip:a@b",
                "Max-Forwards: 70 | X: y",
            })
    void shouldTakeHeadersThatReadAlikeToAll(String part, String odd) {
        // Given
        String invite = request("INVITE", "sip:493012345678@192.0.2.100:5060", 1);
        assertThat(invite).contains(part);

        // When
        shard.receive(CALLER, invite.replace(part, odd == null ? "" : odd));

        // Then
        assertThat(reached("INVITE")).contains(odd);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "branch=z9hG4bKi1;alias | branch=z9hG4bKi1;alias",
                "branch=z9hG4bKi1;rport; | branch=z9hG4bKi1;rport=5060;;received=192.0.2.1",
                "branch=z9hG4bKi1;;rport | branch=z9hG4bKi1;;rport=5060;received=192.0.2.1",
                "branch=z9hG4bKi1;rport= | branch=z9hG4bKi1;rport=5060;received=192.0.2.1",
                "branch=z9hG4bKi1;received; | branch=z9hG4bKi1;received=192.0.2.1;",
                "branch=z9hG4bKi1;x:y=ü | branch=z9hG4bKi1;x:y=ü",
                "rport;keep;branch=z9hG4bKi1 | rport=5060;keep;branch=z9hG4bKi1;received=192.0.2.1",
            })
    void shouldTakeViasThatReadAlikeToAll(String odd, String completed) {
        // When
        shard.receive(CALLER, request("INVITE", "sip:1@192.0.2.100:5060", 1).replace("branch=z9hG4bKi1", odd));

        // Then
        assertThat(reached("INVITE")).contains("Via: SIP/2.0/UDP 192.0.2.1:5060;" + completed + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "SIP/2.0/UDP 192.0.2.1:5060, SIP/2.0/udp 192.0.2.1:5060",
        "SIP/2.0/UDP 192.0.2.1:5060, sip / 2.0 / UDP 192.0.2.1 : 5060",
        "SIP/2.0/UDP 192.0.2.1:5060, SIP/2.0/UDP 192.0.2.1:0",
        "SIP/2.0/UDP 192.0.2.1:5060, SIP/2.0/WSS df7jal23ls0d.invalid",
        "5060 SIP/2.0, 5060 sip/2.0",
    })
    void shouldTakeFirstLinesThatReadAlikeToAll(String part, String odd) {
        // When
        shard.receive(CALLER, request("INVITE", "sip:1@192.0.2.100:5060", 1).replace(part, odd));

        // Then
        assertThat(reached("INVITE")).contains(odd);
    }

    /** Of an ALG that does not know its port. */
    @Test
    void shouldAnswerWhereItCameFromWhoNamesNoPortToAnswerTo() {
        // Given
        Flow device = Flow.to(Transport.UDP, CALLER.local(), new InetSocketAddress("192.0.2.1", 41_000));

        // When
        shard.receive(
                device, request("OPTIONS", "sip:192.0.2.100:5060", 1).replace("192.0.2.1:5060;b", "192.0.2.1:0;b"));

        // Then
        assertThat(shard.last(device, sent -> sent.response(200, "OPTIONS"))
                        .topVia()
                        .port())
                .isZero();
        assertThat(shard.sent(CALLER, sent -> true)).isEmpty();
    }

    @Test
    void shouldTakeAMethodThatNobodyKnows() {
        // When
        shard.receive(CALLER, request("OTHER", "sip:1@192.0.2.100:5060", 1));

        // Then
        assertThat(reached("OTHER")).startsWith("OTHER sip:1@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:b@192.0.2.2:5060?Subject=x",
                "sip:b@c@192.0.2.2:5060",
                "sip:@192.0.2.2:5060",
                "sip:b@192.0.2.2:0",
                "sip:b%@192.0.2.2:5060",
                "sip:b@192.0.2.2;x=\"y\"",
                "sips-x:b@192.0.2.2",
                "tel:what",
            })
    void shouldPassOnAByeWhateverTheContactLooksLikeThatItCopies(String target) {
        // Given
        CallByHand call = new CallByHand(shard).answered("b");

        // When
        String bye = new String(call.fromCaller("BYE", "b", 2), StandardCharsets.UTF_8);
        shard.receive(CALLER, bye.replaceFirst("^BYE \\S+ ", Matcher.quoteReplacement("BYE " + target + " ")));

        // Then
        assertThat(call.count(UPSTREAM, "BYE")).isOne();
    }
}
