package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.SipMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerWatchTest {
    private static SipMessage register(String credentials) {
        return ShardByHand.parsed(
                """
                REGISTER sip:example.net SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
                From: <sip:alice@example.net>;tag=1
                To: <sip:alice@example.net>
                Call-ID: watched
                CSeq: 1 REGISTER
                %s
                Content-Length: 0

                """.formatted(credentials).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(String realm) {
        return "Digest username=\"alice\", realm=\"" + realm + "\", nonce=\"1\", response=\"0\"";
    }

    @Test
    void shouldHoldAgainstNobodyThatHisCredentialsAreForAnotherRealm() {
        SipMessage request = register("Authorization: " + digest("tollgate"));

        assertThat(AnswerWatch.credentialsFor(request, "Digest realm=\"operator\", nonce=\"2\""))
                .isFalse();
        assertThat(AnswerWatch.credentialsFor(request, "Digest nonce=\"2\", realm=\"tollgate\""))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "realm =\"operator\"",
                "opaque=\"\"",
                "_realm=x, realm=\"operator\"",
                "uri=\"sip:h;realm=x\", realm=\"operator\""
            })
    void shouldNotBeDeceivedAboutTheRealm(String credentials) {
        SipMessage request = register("Authorization: Digest username=\"alice\", nonce=\"1\", " + credentials);

        assertThat(AnswerWatch.credentialsFor(request, "Digest realm=\"operator\", nonce=\"2\""))
                .isTrue();
    }

    @Test
    void shouldLookAtAllCredentials() {
        SipMessage request = register("Authorization: " + digest("tollgate") + "\nProxy-Authorization: "
                + digest("another") + "\nAuthorization: " + digest("operator"));

        assertThat(AnswerWatch.credentialsFor(request, "Digest realm=\"operator\", nonce=\"2\""))
                .isTrue();
        assertThat(AnswerWatch.credentialsFor(register("Server: none"), "Digest realm=\"operator\""))
                .isFalse();
    }
}
