package io.tollgate.gateway.identity;

import static io.tollgate.gateway.identity.IdentityFixture.account;
import static io.tollgate.gateway.identity.IdentityFixture.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.identity.Identification.Astray;
import io.tollgate.gateway.identity.Identification.Challenged;
import io.tollgate.gateway.identity.Identification.Conflicting;
import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identification.Unproven;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
    private static final String REALM = "tollgate";
    private static final String CALLED = "sip:+4930@example.org";
    private static final String ANYWHERE = "198.51.100.1";

    private final AccountDirectory accounts = new AccountDirectory();
    private boolean fresh = true;

    /** One account for each step, so that the answer says which step gave it. */
    @BeforeEach
    void provision() {
        accounts.put(account("trunk", List.of(), "192.0.2.0/24"));
        accounts.put(verified("digest", "secret"));
        accounts.put(account("registration", List.of()));
        accounts.put(account("asserted", List.of("+49401")));
        accounts.put(account("credentials", List.of()));
        accounts.put(account("from", List.of()));
    }

    private static AccountSettings verified(String name, String password) {
        String ha1 = DigestAlgorithm.MD5.hash(name + ":" + REALM + ":" + password);
        return new AccountSettings(name, true, List.of(), List.of(), false, null, false, ha1, null, null);
    }

    private Identification identify(String order, Claims claims) {
        List<IdentityStep> steps = Arrays.stream(order.split(" "))
                .map(step -> IdentityStep.valueOf(step.toUpperCase(Locale.ROOT)))
                .toList();
        DigestCheck digests = new DigestCheck(REALM, (nonce, count) -> fresh);
        return new Identifier(accounts, new IdentityOrder(steps), digests).identify(claims);
    }

    private static Credentials answer(String username, String password, String method) {
        DigestResponse blank = new DigestResponse("n", CALLED, "", "MD5", "auth", "00000001", "c");
        String ha1 = DigestAlgorithm.MD5.hash(username + ":" + REALM + ":" + password);
        String response = DigestCheck.expected(blank, DigestAlgorithm.MD5, ha1, method);
        return new Credentials(
                username, REALM, new DigestResponse("n", CALLED, response, "MD5", "auth", "00000001", "c"));
    }

    private static Credentials answer(String username, String password) {
        return answer(username, password, "INVITE");
    }

    private static Claims claims(String source, String from, Credentials... credentials) {
        return claims("INVITE", source, from, List.of(), true, credentials);
    }

    private static Claims claims(
            String method,
            String source,
            String from,
            List<String> asserted,
            boolean challengeable,
            Credentials... credentials) {
        Flow flow = Flow.to(Transport.UDP, new InetSocketAddress(5060), new InetSocketAddress(ip(source), 5060));
        return new Claims(
                flow,
                method,
                CALLED,
                "sip:" + from + "@example.org",
                List.of(credentials),
                from.equals("from") ? new Proof("registration", Identity.REGISTRATION) : null,
                asserted,
                List.of(),
                false,
                challengeable);
    }

    @ParameterizedTest
    @CsvSource({
        "trunk digest registration asserted credentials from, trunk, TRUNK",
        "digest registration asserted credentials from, digest, DIGEST",
        "registration digest asserted credentials from, registration, REGISTRATION",
        "asserted trunk digest registration credentials from, asserted, TRUNK",
        "credentials trunk digest, credentials, CLAIMED",
        "from, from, CLAIMED",
        "digest trunk, digest, DIGEST",
        "registration trunk, registration, REGISTRATION"
    })
    void shouldTakeTheFirstOfTheOrderThatKnows(String order, String account, Identity identity) {
        // Given
        Credentials[] all = order.startsWith("credentials")
                ? new Credentials[] {new Credentials("credentials", "elsewhere")}
                : new Credentials[] {answer("digest", "secret"), new Credentials("credentials", "elsewhere")};

        // When
        Identification whose =
                identify(order, claims("INVITE", "192.0.2.1", "from", List.of("tel:+4999", "tel:+49401"), true, all));

        // Then
        assertThat(whose).isEqualTo(new Identified(account, identity, accounts.settings(account)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"registration", "digest", "asserted", "trunk"})
    void shouldAskTheNextWhenAStepDoesNotKnow(String step) {
        // When
        Identification whose = identify(step + " credentials from", claims(ANYWHERE, "unknown"));

        // Then
        assertThat(whose).isEqualTo(new Identified("unknown", Identity.CLAIMED, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trunk trunk", "from digest", "trunk from credentials"})
    void shouldRefuseAnOrderInWhichAStepIsNeverAsked(String order) {
        // Given
        List<IdentityStep> steps = Stream.of(order.split(" "))
                .filter(step -> !step.isEmpty())
                .map(step -> IdentityStep.valueOf(step.toUpperCase(Locale.ROOT)))
                .toList();

        // Then
        assertThatThrownBy(() -> new IdentityOrder(steps)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Claims forwarded(String source, boolean trusted, Forwarder... forwarders) {
        Claims plain = claims(source, "else");
        return new Claims(
                plain.from(),
                plain.method(),
                plain.requestUri(),
                plain.fromUri(),
                plain.credentials(),
                null,
                List.of(),
                List.of(forwarders),
                trusted,
                true);
    }

    private static Forwarder forwarder(String user) {
        return new Forwarder("sip:" + user + "@example.org", null);
    }

    /** The account that pays, and what proves that, for who is said to have forwarded. */
    @ParameterizedTest
    @CsvSource({
        "198.51.100.1, true, from, from, TRUNK",
        "198.51.100.1, false, from, else, CLAIMED",
        "198.51.100.1, true, nobody, else, CLAIMED",
        "198.51.100.1, true, trunk, trunk, TRUNK",
        "192.0.2.1, false, from, trunk, TRUNK",
        "192.0.2.1, false, wide, wide, TRUNK",
        "192.0.3.1, false, trunk, wide, TRUNK",
        "192.0.2.1, true, from, from, TRUNK"
    })
    void shouldBelieveWhoForwardedOnlyOfASourceThatProvesHim(
            String source, boolean trusted, String forwarder, String account, Identity identity) {
        // Given
        accounts.put(account("wide", List.of(), "192.0.0.0/16"));

        // When
        Identification whose = identify(DEFAULT, forwarded(source, trusted, forwarder("nobody"), forwarder(forwarder)));

        // Then
        assertThat(whose).isEqualTo(new Identified(account, identity, accounts.settings(account)));
    }

    @Test
    void shouldBelieveAForwarderOnHisOwnRegisteredFlow() {
        // Given
        Forwarder registered =
                new Forwarder("sip:registration@example.org", new Proof("registration", Identity.REGISTRATION));
        Forwarder another = new Forwarder("sip:from@example.org", new Proof("registration", Identity.REGISTRATION));

        // Then
        assertThat(identify(DEFAULT, forwarded(ANYWHERE, false, registered)))
                .isEqualTo(new Identified("registration", Identity.REGISTRATION, accounts.settings("registration")));
        assertThat(identify(DEFAULT, forwarded(ANYWHERE, false, another)))
                .isEqualTo(new Identified("else", Identity.CLAIMED, null));
    }

    @Test
    void shouldAskAForwarderWithAPasswordForIt() {
        // Then
        assertThat(identify(DEFAULT, forwarded(ANYWHERE, false, forwarder("digest"))))
                .isEqualTo(challenged(false, false));
    }

    private static final String DEFAULT = "trunk digest registration credentials from";

    @Test
    void shouldChallengeWhoSaysToBeAnAccountWithAPassword() {
        // Then
        assertThat(identify(DEFAULT, claims(ANYWHERE, "digest"))).isEqualTo(challenged(false, false));
        assertThat(identify(DEFAULT, claims(ANYWHERE, "from", new Credentials("digest", "elsewhere"))))
                .isEqualTo(challenged(false, false));
        assertThat(identify(DEFAULT, claims(ANYWHERE, "from", answer("digest", "guess"))))
                .isEqualTo(challenged(false, true));
    }

    private static Challenged challenged(boolean stale, boolean failed) {
        return new Challenged("digest", stale, failed, DigestAlgorithm.MD5);
    }

    @Test
    void shouldSayStaleWhenOnlyTheNonceIsNoGood() {
        // Given
        fresh = false;

        // Then
        assertThat(identify(DEFAULT, claims(ANYWHERE, "from", answer("digest", "guess"), answer("digest", "secret"))))
                .isEqualTo(challenged(true, false));
    }

    @Test
    void shouldBelongToTheAccountOfTheDigestWhateverFromSays() {
        // Then
        assertThat(identify(DEFAULT, claims(ANYWHERE, "from", answer("digest", "secret"))))
                .isEqualTo(new Identified("digest", Identity.DIGEST, accounts.settings("digest")));
    }

    @Test
    void shouldVerifyNoMoreCredentialsThanAClientSends() {
        // Given
        Credentials wrong = answer("digest", "guess");

        // Then
        assertThat(identify(DEFAULT, claims(ANYWHERE, "from", wrong, wrong, wrong, wrong, answer("digest", "secret"))))
                .isEqualTo(challenged(false, true));
    }

    @Test
    void shouldNotChallengeWhoMustNotBe() {
        // When
        Identification whose = identify(DEFAULT, claims("INVITE", ANYWHERE, "digest", List.of(), false));

        // Then
        assertThat(whose).isEqualTo(new Identified("digest", Identity.CLAIMED, accounts.settings("digest")));
    }

    @Test
    void shouldTakeHimAtHisWordWhoMustNotBeChallengedWhoeverElseIsNot() {
        // When
        Identification whose = identify("trunk digest", claims("INVITE", ANYWHERE, "digest", List.of(), false));

        // Then
        assertThat(whose).isEqualTo(new Identified("digest", Identity.CLAIMED, accounts.settings("digest")));
    }

    @Test
    void shouldChallengeKnownAndUnknownAlikeWhenNobodyIsTakenAtHisWord() {
        // Then
        assertThat(identify("trunk digest", claims(ANYWHERE, "nobody")))
                .isEqualTo(new Challenged("nobody", false, false, DigestAlgorithm.MD5));
        assertThat(identify("trunk digest", claims(ANYWHERE, "from")))
                .isEqualTo(new Challenged("from", false, false, DigestAlgorithm.MD5));
        assertThat(identify("trunk digest", claims(ANYWHERE, "from", answer("nobody", "guess"))))
                .isEqualTo(new Challenged("nobody", false, true, DigestAlgorithm.MD5));
        assertThat(identify("trunk", claims(ANYWHERE, "from"))).isEqualTo(new Unproven("from"));
    }

    @Test
    void shouldRejectCredentialsThatWereMadeForAnotherTarget() {
        // Given
        Credentials[] made = {answer("digest", "secret")};
        Flow flow = Flow.to(Transport.UDP, new InetSocketAddress(5060), new InetSocketAddress(ip(ANYWHERE), 5060));
        Claims moved = new Claims(
                flow,
                "INVITE",
                "sip:+882@example.org",
                "sip:from@h",
                List.of(made),
                null,
                List.of(),
                List.of(),
                false,
                true);

        // Then
        assertThat(identify(DEFAULT, moved)).isEqualTo(new Astray("digest"));
    }

    @Test
    void shouldRefuseCredentialsOfTwoAccountsThatSomebodyElseVerifies() {
        // Then
        assertThat(identify(
                        DEFAULT,
                        claims(ANYWHERE, "else", new Credentials("credentials", "a"), new Credentials("from", "b"))))
                .isEqualTo(new Conflicting("credentials", "from"));
    }

    @ParameterizedTest
    @CsvSource({"digest, true", "nobody, true", "from, false"})
    void shouldLetNobodyRegisterForAnother(String to, boolean allowed) {
        // When
        Identification whose = identify(
                DEFAULT, claims("REGISTER", ANYWHERE, to, List.of(), true, answer("digest", "secret", "REGISTER")));

        // Then
        assertThat(whose)
                .isEqualTo(
                        allowed
                                ? new Identified("digest", Identity.DIGEST, accounts.settings("digest"))
                                : new Unproven("digest"));
    }

    @Test
    void shouldChallengeForTheOneWhoseCallsWouldComeNotForWhomTheCredentialsName() {
        // When
        Identification whose = identify(
                DEFAULT,
                claims("REGISTER", ANYWHERE, "digest", List.of(), true, new Credentials("credentials", "elsewhere")));

        // Then
        assertThat(whose).isEqualTo(challenged(false, false));
    }
}
