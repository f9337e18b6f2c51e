package io.tollgate.gateway.identity;

import static io.tollgate.gateway.identity.IdentityFixture.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Transfers.Attempted;
import io.tollgate.gateway.identity.Transfers.Transfer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransfersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HOME = "192.0.2.7";
    private static final Transfer BLIND = new Transfer("bob", Identity.UPSTREAM, "carol", ip(HOME), "882123", null);
    private static final Replaced DIALOG = new Replaced("consultation", "d", "b");
    private static final Transfer ATTENDED = new Transfer("bob", Identity.TRUNK, "carol", ip(HOME), "dave", DIALOG);

    private final Transfers transfers = new Transfers();

    private static Attempted attempt(
            String account, Identity identity, String source, String destination, @Nullable Replaced replaced) {
        return new Attempted(new Identified(account, identity, null), ip(source), destination, replaced, "call-1");
    }

    private static Attempted carols(String sipCallId) {
        return new Attempted(new Identified("carol", Identity.CLAIMED, null), ip(HOME), "882123", null, sipCallId);
    }

    @ParameterizedTest
    @CsvSource({
        "carol, CLAIMED, 192.0.2.7, 882123, true",
        "carol, DIGEST, 198.51.100.1, 882123, true",
        "carol, CLAIMED, 198.51.100.1, 882123, false",
        "carol, TRUNK, 192.0.2.7, 882124, false",
        "mallory, TRUNK, 192.0.2.7, 882123, false",
        "bob, TRUNK, 192.0.2.7, 882123, false"
    })
    void shouldBeTheCallOfWhoAskedOnlyByHimWhoWasAskedAndToWhereHeWasSent(
            String account, Identity identity, String source, String destination, boolean transferred) {
        // Given
        transfers.asked(BLIND, NOW);

        // When
        Transfer found = transfers.of(attempt(account, identity, source, destination, null), NOW);

        // Then
        assertThat(found).isEqualTo(transferred ? BLIND : null);
    }

    @ParameterizedTest
    @CsvSource({
        "consultation;to-tag=d;from-tag=b, true",
        "consultation; from-tag=b ;to-tag=d;early-only, true",
        "consultation;to-tag=d;from-tag=x, false",
        "another;to-tag=d;from-tag=b, false",
        "consultation, false",
        ", false"
    })
    void shouldTakeThePlaceOfTheDialogThatWasNamed(@Nullable String replaces, boolean transferred) {
        // Given
        transfers.asked(ATTENDED, NOW);

        // When
        Transfer found = transfers.of(attempt("carol", Identity.DIGEST, HOME, "dave", Replaced.of(replaces)), NOW);

        // Then
        assertThat(found).isEqualTo(transferred ? ATTENDED : null);
    }

    @Test
    void shouldBeGoodForOneCallHoweverOftenThatIsChallenged() {
        // Given
        transfers.asked(BLIND, NOW);

        // Then
        assertThat(transfers.of(carols("call-1"), NOW)).isEqualTo(BLIND);
        assertThat(transfers.of(carols("call-1"), NOW)).isEqualTo(BLIND);
        assertThat(transfers.of(carols("call-2"), NOW)).isNull();
    }

    @Test
    void shouldBeGoodForAsManyCallsAsWereAskedFor() {
        // Given
        transfers.asked(BLIND, NOW);
        transfers.asked(BLIND, NOW);

        // Then
        assertThat(transfers.of(carols("call-1"), NOW)).isEqualTo(BLIND);
        assertThat(transfers.of(carols("call-2"), NOW)).isEqualTo(BLIND);
        assertThat(transfers.of(carols("call-1"), NOW)).isEqualTo(BLIND);
        assertThat(transfers.of(carols("call-3"), NOW)).isNull();
    }

    @Test
    void shouldBeForgottenAfterItsTime() {
        // Given
        transfers.asked(BLIND, NOW);
        Instant end = NOW.plus(Transfers.WITHIN);

        // Then
        assertThat(transfers.of(carols("call-1"), end.minusMillis(1))).isEqualTo(BLIND);
        assertThat(transfers.of(carols("call-1"), end)).isNull();
        assertThat(transfers.size()).isZero();
    }

    @Test
    void shouldForgetTheOldestOfOneWhoIsAskedTooOften() {
        // Given
        for (int i = 0; i <= Transfers.MOST_OF_ONE; i++) {
            transfers.asked(new Transfer("bob", Identity.TRUNK, "carol", null, "88" + i, null), NOW);
        }

        // Then
        assertThat(transfers.size()).isEqualTo(Transfers.MOST_OF_ONE);
        assertThat(transfers.of(attempt("carol", Identity.TRUNK, HOME, "880", null), NOW))
                .isNull();
        assertThat(transfers.of(attempt("carol", Identity.TRUNK, HOME, "881", null), NOW))
                .isNotNull();
    }

    @Test
    void shouldForgetTheOldestOfAllWhenThereAreTooMany() {
        // Given
        for (int i = 0; i <= Transfers.MOST; i++) {
            transfers.asked(
                    new Transfer("bob", Identity.TRUNK, "carol" + i, null, "88", null), NOW.plus(Duration.ofNanos(i)));
        }

        // Then
        assertThat(transfers.size()).isEqualTo(Transfers.MOST);
        assertThat(transfers.of(attempt("carol0", Identity.TRUNK, HOME, "88", null), NOW))
                .isNull();
        assertThat(transfers.of(attempt("carol1", Identity.TRUNK, HOME, "88", null), NOW))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "<sip:+882123@h;user=phone>;x=y, sip:+882123@h;user=phone, ",
        "sip:dave@h, sip:dave@h, ",
        "<sip:dave@h?Replaces=c%40x%3Bto-tag%3Dd%3Bfrom-tag%3Db&Require=replaces>, sip:dave@h, c@x d b",
        "<sip:dave@h?Require=replaces&replaces=c%3Bfrom-tag%3Db%3Bto-tag%3Dd>, sip:dave@h, c d b",
        "<sip:dave@h?Subject=x>, sip:dave@h, "
    })
    void shouldReadWhereAReferSends(String value, String uri, @Nullable String replaced) {
        // When
        ReferTo target = ReferTo.of(value);

        // Then
        assertThat(target.uri()).isEqualTo(uri);
        Replaced read = target.replaced();
        assertThat(read == null ? null : read.callId() + " " + read.toTag() + " " + read.fromTag())
                .isEqualTo(replaced);
    }
}
