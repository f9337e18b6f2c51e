package io.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.DigestCheck.Worth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestCheckTest {
    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    private static final String HA1 = DigestAlgorithm.MD5.hash("Mufasa:http-auth@example.org:Circle of Life");
    private static final String HA1_SHA_256 =
            DigestAlgorithm.SHA_256.hash("Mufasa:http-auth@example.org:Circle of Life");
    private static final String MD5_RESPONSE = "8ca523f5e9506fed4657c9700eebdbec";
    private static final String SHA_256_RESPONSE = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1";
    private static final String PATH = "/dir/index.html";

    private final List<Long> used = new ArrayList<>();
    private final DigestCheck check = new DigestCheck("http-auth@example.org", (nonce, count) -> used.add(count));

    private static Credentials answer(DigestResponse digest) {
        return new Credentials("Mufasa", "http-auth@example.org", digest);
    }

    private static DigestResponse digest(String uri, String response, String algorithm, String qop, String nc) {
        return new DigestResponse(NONCE, uri, response, algorithm, qop, nc, CNONCE);
    }

    @Test
    void shouldAcceptTheAnswersOfRfc7616() {
        // Then
        assertThat(check.verify(answer(digest(PATH, MD5_RESPONSE, "MD5", "auth", "00000001")), HA1, "GET", PATH))
                .isEqualTo(Worth.GOOD);
        assertThat(check.verify(
                        answer(digest(PATH, SHA_256_RESPONSE, "SHA-256", "auth", "00000001")),
                        HA1_SHA_256,
                        "GET",
                        PATH))
                .isEqualTo(Worth.GOOD);
        assertThat(used).containsExactly(1L, 1L);
    }

    @Test
    void shouldAcceptTheAnswerOfRfc2617AndTheOneWithoutQop() {
        // Given
        String ha1 = DigestAlgorithm.MD5.hash("Mufasa:testrealm@host.com:Circle Of Life");
        String nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
        DigestResponse counted = new DigestResponse(
                nonce, PATH, "6629fae49393a05397450978507c4ef1", null, "auth", "00000001", "0a4f113b");
        DigestResponse uncounted =
                new DigestResponse(nonce, PATH, "670fd8c2df070c60b045671b8b24ff02", null, null, null, null);

        // Then
        assertThat(check.verify(answer(counted), ha1, "GET", PATH)).isEqualTo(Worth.GOOD);
        assertThat(check.verify(answer(uncounted), ha1, "GET", PATH)).isEqualTo(Worth.GOOD);
        assertThat(used).containsExactly(1L, Nonces.WITHOUT_COUNT);
    }

    @ParameterizedTest
    @CsvSource({
        "8ca523f5e9506fed4657c9700eebdbed, MD5, auth, 00000001, GET",
        "8ca523f5e9506fed4657c9700eebdbec, MD5, auth, 00000002, GET",
        "8ca523f5e9506fed4657c9700eebdbec, MD5, auth, 00000001, INVITE",
        "8ca523f5e9506fed4657c9700eebdbec, SHA-256, auth, 00000001, GET",
        "8ca523f5e9506fed4657c9700eebdbec, MD5-sess, auth, 00000001, GET",
        "8ca523f5e9506fed4657c9700eebdbec, MD5, auth-int, 00000001, GET",
        "8ca523f5e9506fed4657c9700eebdbec, MD5, auth, 00000000, GET",
        "8ca523f5e9506fed4657c9700eebdbec, MD5, auth, 0000000g, GET",
        "8ca523f5e9506fed4657c9700eebdbec, MD5, auth, , GET",
        "8ca523f5e9506fed4657c9700eebdbec, MD5, , 00000001, GET",
        "'', MD5, auth, 00000001, GET"
    })
    void shouldTakeNothingElseForTheAnswer(String response, String algorithm, String qop, String nc, String method) {
        // When
        Worth worth = check.verify(answer(digest(PATH, response, algorithm, qop, nc)), HA1, method, PATH);

        // Then
        assertThat(worth).isEqualTo(Worth.WRONG);
        assertThat(used).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"''", "secret", "8ca523f5e9506fed4657c9700eebdbex"})
    void shouldVerifyNobodyAgainstWhatIsNoHash(String ha1) {
        // Then
        assertThat(check.verify(answer(digest(PATH, MD5_RESPONSE, "MD5", "auth", "00000001")), ha1, "GET", PATH))
                .isEqualTo(Worth.WRONG);
    }

    @Test
    void shouldCallTheNonceStaleOnlyForWhoHasThePassword() {
        // Given
        DigestCheck stale = new DigestCheck("r", (nonce, count) -> false);

        // Then
        assertThat(stale.verify(answer(digest(PATH, MD5_RESPONSE, "MD5", "auth", "00000001")), HA1, "GET", PATH))
                .isEqualTo(Worth.STALE);
        assertThat(stale.verify(answer(digest(PATH, SHA_256_RESPONSE, "MD5", "auth", "00000001")), HA1, "GET", PATH))
                .isEqualTo(Worth.WRONG);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:+4930@example.org, sip:+4930@example.org, true",
        "sip:+4930@EXAMPLE.org:5060;transport=udp, sip:%2B4930@example.org;user=phone, true",
        "sip:192.0.2.1:5060, sip:+4930@example.org, true",
        "example.org, sip:+4930@example.org, false",
        "tel:+4930, sip:+4930@example.org, true",
        "sip:+4930@example.org, tel:+4930, true",
        "sip:+4931@example.org, sip:+4930@example.org, false",
        "sip:+4930@example.net, sip:+4930@example.org, false",
        "sip:+4930@example.org, sip:example.org, false"
    })
    void shouldAskWhetherTheSignedUriMeansWhatIsCalled(String signed, String called, boolean reached) {
        // Given
        DigestResponse digest = digest(signed, "", "MD5", "auth", "00000001");
        String response = DigestCheck.expected(digest, DigestAlgorithm.MD5, HA1, "INVITE");

        // When
        Worth worth = check.verify(answer(digest(signed, response, "MD5", "auth", "00000001")), HA1, "INVITE", called);

        // Then
        assertThat(worth).isEqualTo(reached ? Worth.GOOD : Worth.ASTRAY);
        assertThat(used).hasSize(reached ? 1 : 0);
    }
}
