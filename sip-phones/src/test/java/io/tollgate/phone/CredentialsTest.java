package io.tollgate.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void shouldAnswerAsRfc2617SaysInItsExample() {
        // Given
        Credentials mufasa = new Credentials("Mufasa", "Circle Of Life");
        Map<String, String> answer = Credentials.parameters("Digest username=\"Mufasa\","
                + " realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
                + " uri=\"/dir/index.html\", qop=auth, nc=00000001, cnonce=\"0a4f113b\","
                + " response=\"6629fae49393a05397450978507c4ef1\"");

        // When
        boolean fits = Credentials.fits(answer, mufasa.ha1("testrealm@host.com"), "GET");

        // Then
        assertThat(fits).isTrue();
    }

    @Test
    void shouldNotFitWithAnotherPassword() {
        // Given
        Credentials alice = new Credentials("alice", "secret");
        String answer = alice.answer("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", "INVITE", "sip:x@y");

        // When
        boolean fits =
                Credentials.fits(Credentials.parameters(answer), new Credentials("alice", "guess").ha1("r"), "INVITE");

        // Then
        assertThat(fits).isFalse();
        assertThat(alice).hasToString("Credentials[alice]");
    }
}
