package io.tollgate.gateway.token;

import static io.tollgate.gateway.token.TokenFixture.CALL_ID;
import static io.tollgate.gateway.token.TokenFixture.FROM_TAG;
import static io.tollgate.gateway.token.TokenFixture.NEW_KEY;
import static io.tollgate.gateway.token.TokenFixture.OLD_KEY;
import static io.tollgate.gateway.token.TokenFixture.PASS;
import static io.tollgate.gateway.token.TokenFixture.PATH;
import static io.tollgate.gateway.token.TokenFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private final Tokens tokens = tokens(OLD_KEY);
    private final String token = tokens.encode(PASS, CALL_ID, FROM_TAG);

    @Test
    void shouldBelieveThatARequestWasPassedOnOnlyForThatRequest() {
        // Given
        String path = tokens.encode(PATH);
        String seal = tokens.passOn("192.0.2.2:5060", path, "call", "tag");

        // Then
        assertThat(tokens.passedOnBy(seal, path, "call", "tag")).isEqualTo("192.0.2.2:5060");
        assertThat(tokens.passedOnBy(seal, path, "call", "other")).isNull();
        assertThat(tokens.passedOnBy(seal, path, "other", "tag")).isNull();
        assertThat(tokens.passedOnBy(seal, path + "A", "call", "tag")).isNull();
        assertThat(tokens.passedOnBy(path, path, "call", "tag")).isNull();
        assertThat(tokens.verifyPath(seal)).isNull();
    }

    @Test
    void shouldSayWhatWasSignedWhenTheTokenIsGood() {
        // Then
        assertThat(tokens.verify(token, CALL_ID, FROM_TAG)).isEqualTo(PASS);
        assertThat(tokens.verify(token, CALL_ID, FROM_TAG, "other")).isEqualTo(PASS);
        assertThat(tokens.verify(token, CALL_ID, "other", FROM_TAG)).isEqualTo(PASS);
        assertThat(tokens.verify(token, CALL_ID, null, FROM_TAG)).isEqualTo(PASS);
        assertThat(tokens.verifyPath(tokens.encode(PATH))).isEqualTo(PATH);
    }

    @Test
    void shouldRefuseTheTokenWhenTheDialogIsAnother() {
        // Then
        assertThat(tokens.verify(token, CALL_ID + "x", FROM_TAG, "other")).isNull();
        assertThat(tokens.verify(token, CALL_ID, "x" + FROM_TAG, "other")).isNull();
        assertThat(tokens.verify(token, CALL_ID, null, null)).isNull();
        assertThat(tokens.verify(token, CALL_ID + FROM_TAG.charAt(0), FROM_TAG.substring(1)))
                .isNull();
        assertThat(tokens.verify(token, FROM_TAG, CALL_ID)).isNull();
    }

    @Test
    void shouldVerifyUnderBothKeysWhenOneIsBeingExchanged() {
        // Given
        Tokens exchanging = tokens(NEW_KEY, OLD_KEY);
        Tokens exchanged = tokens(NEW_KEY);

        // When
        String renewed = exchanging.encode(PASS, CALL_ID, FROM_TAG);

        // Then
        assertThat(exchanging.verify(token, CALL_ID, FROM_TAG)).isEqualTo(PASS);
        assertThat(exchanging.verifyPath(tokens.encode(PATH))).isEqualTo(PATH);
        assertThat(exchanged.verify(renewed, CALL_ID, FROM_TAG)).isEqualTo(PASS);
        assertThat(exchanged.verify(token, CALL_ID, FROM_TAG)).isNull();
        assertThat(tokens.verify(renewed, CALL_ID, FROM_TAG)).isNull();
    }

    @Test
    void shouldVerifyWhatAnotherGatewayOfTheClusterSigned() {
        // Given
        Tokens other = tokens("gate-2", 9, OLD_KEY);

        // Then
        assertThat(other.verify(token, CALL_ID, FROM_TAG)).isEqualTo(PASS);
        assertThat(other.verifyPath(tokens.encode(PATH))).isEqualTo(PATH);
    }

    @Test
    void shouldKnowItsOwnNoncesFromThoseOfTheCluster() {
        // Given
        String nonce = tokens.nonce(1_700_000_000_000_000L, 42);

        // Then
        assertThat(tokens.verifyNonce(nonce)).isEqualTo(new NonceToken(true, 1_700_000_000_000_000L, 42));
        assertThat(tokens("gate-2", 3, OLD_KEY).verifyNonce(nonce))
                .isEqualTo(new NonceToken(false, 1_700_000_000_000_000L, 42));
        assertThat(tokens("gate-1", 4, OLD_KEY).verifyNonce(nonce))
                .isEqualTo(new NonceToken(false, 1_700_000_000_000_000L, 42));
        assertThat(tokens(NEW_KEY).verifyNonce(nonce)).isNull();
        assertThat(tokens.verifyNonce(token)).isNull();
        assertThat(tokens.verifyNonce("dcd98b7102dd2f0e8b11d0f600bfb0c093")).isNull();
    }

    @Test
    void shouldRefuseATokenWhenItIsOfAnotherKind() {
        // Then
        assertThat(tokens.verifyPath(token)).isNull();
        assertThat(tokens.verify(tokens.encode(PATH), CALL_ID, FROM_TAG)).isNull();
        assertThat(tokens.transactionId(token)).isZero();
    }

    @Test
    void shouldFitAUriParameterWhenNamesAreOrdinary() {
        // Then
        assertThat(token).matches("[A-Za-z0-9_-]+").hasSizeLessThan(130);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42, Integer.MAX_VALUE, Long.MAX_VALUE})
    void shouldKnowItsOwnBranchWhenAResponseComes(long transactionId) {
        // When
        String branch = tokens.branch(transactionId);

        // Then
        assertThat(branch).startsWith("z9hG4bK").matches("[A-Za-z0-9_-]+").hasSize(29);
        assertThat(tokens.transactionId(branch)).isEqualTo(transactionId);
    }

    @Test
    void shouldNotKnowABranchWhenAnotherProcessWroteIt() {
        // Given
        String branch = tokens.branch(42);

        // Then
        assertThat(tokens("gate-1", 4, OLD_KEY).transactionId(branch)).isZero();
        assertThat(tokens("gate-2", 3, OLD_KEY).transactionId(branch)).isZero();
        assertThat(tokens("gate-1", 3, NEW_KEY).transactionId(branch)).isZero();
        assertThat(tokens("gate-1", 3, OLD_KEY, NEW_KEY).transactionId(branch)).isEqualTo(42);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "z9hG4bK", "z9hG4bKx", "z9hG4bK0123456789012345678901", "z9hG4bK776asdhds;rport"})
    void shouldNotKnowABranchWhenItIsAStrangers(String branch) {
        // Then
        assertThat(tokens.transactionId(branch)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldRefuseToWriteABranchWhenTheIdIsNotPositive(long transactionId) {
        // Then
        assertThatThrownBy(() -> tokens.branch(transactionId)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseToSignWhenANameIsBeyondMeasure() {
        // Given
        PassToken huge = new PassToken("c", "x".repeat(70_000), PASS.customer(), PASS.upstream(), PASS.direction());

        // Then
        assertThatThrownBy(() -> tokens.encode(huge, CALL_ID, FROM_TAG)).isInstanceOf(IllegalArgumentException.class);
    }
}
