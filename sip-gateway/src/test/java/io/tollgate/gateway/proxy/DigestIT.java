package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.identity.IdentityPolicy;
import io.tollgate.gateway.identity.Network;
import io.tollgate.phone.Answering;
import io.tollgate.phone.CallStep;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts that Tollgate verifies itself: challenge, answer, and what must not pass for an answer. */
class DigestIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String PASSWORD = "open sesame";
    /** Reached the upstream, which has no such user. */
    private static final int PASSED = 404;

    private TestUpstream upstream;
    private ProxyRig rig;

    @BeforeEach
    void open() throws Exception {
        upstream = TestUpstream.open("127.0.0.1", 0);
        rig = new ProxyRig(upstream.address());
        rig.accounts.put(alice());
    }

    @AfterEach
    void close() {
        rig.close();
        upstream.close();
    }

    private static AccountSettings alice(String... trunks) {
        List<Network> networks = Stream.of(trunks)
                .map(trunk -> Objects.requireNonNull(Network.parse(trunk)))
                .toList();
        String ha1 = DigestScript.ha1("alice", "tollgate", PASSWORD);
        return new AccountSettings("alice", true, List.of(), networks, false, null, false, ha1, null, null);
    }

    private Phone.Builder phone() {
        return Phone.of("alice").proxy(rig.udp());
    }

    private List<Sighting> reached() {
        return upstream.transcript().matching(seen -> seen.received() && seen.isRequest("INVITE"));
    }

    @Test
    void shouldProveTheAccountWhenTheChallengeIsAnswered() {
        // Given
        try (Phone alice = phone().credentials("alice", PASSWORD).open()) {

            // When
            PlacedCall call = alice.invite("493012345678");
            call.awaitAnswered();

            // Then
            rig.await(call.callId(), Happening.Answered.class, e -> true);
            List<CallEvent> events = rig.of(call.callId());
            assertThat(events.subList(0, 2))
                    .extracting(CallEvent::happening)
                    .containsExactly(
                            new Happening.Attempted("tollgate-phone"), Happening.Ended.by(EndCause.FAILED, 407));
            assertThat(events.subList(2, events.size()))
                    .allSatisfy(event -> assertThat(event.identity()).isEqualTo(Identity.DIGEST))
                    .allSatisfy(event -> assertThat(event.call().account()).isEqualTo("alice"))
                    .allSatisfy(event -> assertThat(event.call().callId())
                            .isNotEqualTo(events.get(0).call().callId()));
        }
    }

    @Test
    void shouldKeepOurCredentialsFromTheUpstreamAndPassOthers() {
        // Given
        String others = "Digest username=\"alice\", realm=\"operator\", nonce=\"1\", uri=\"sip:x@y\", response=\"0\"";
        try (Phone alice = phone().credentials("alice", PASSWORD).open()) {

            // When
            PlacedCall call = alice.invite(Dial.to("493012345678").header("Proxy-Authorization: " + others));
            call.awaitAnswered();
            String own = call.messages().stream()
                    .filter(seen -> seen.isRequest("INVITE"))
                    .flatMap(seen -> seen.headers("Proxy-Authorization").stream())
                    .filter(value -> value.contains("realm=\"tollgate\""))
                    .findFirst()
                    .orElseThrow();
            call.hangUp(List.of("Proxy-Authorization: " + own, "Proxy-Authorization: " + others));
            Sighting bye = upstream.transcript().await("BYE", SOON, seen -> seen.received() && seen.isRequest("BYE"));

            // Then
            assertThat(reached()).hasSize(1);
            assertThat(reached().get(0).headers("Proxy-Authorization")).containsExactly(others);
            assertThat(bye.headers("Proxy-Authorization")).containsExactly(others);
        }
    }

    @Test
    void shouldChallengeAgainWhenThePasswordIsWrong() {
        // Given
        try (Phone alice = phone().credentials("alice", "guess").open()) {

            // When
            PlacedCall call = alice.invite("493012345678");

            // Then
            assertThat(call.awaitEnded().status()).isEqualTo(407);
            assertThat(call.steps(CallStep.Kind.CHALLENGED)).hasSize(1);
            assertThat(reached()).isEmpty();
            assertThat(rig.counters.challenged()).isEqualTo(2);
            assertThat(rig.counters.failedAuthentications()).isEqualTo(1);
            assertThat(rig.counters.staleNonces()).isZero();
        }
    }

    @Test
    void shouldKeepNothingOfWhoDoesNotAnswer() {
        // Given
        try (Phone alice = phone().open()) {

            // When
            PlacedCall call = alice.invite("493012345678");

            // Then
            assertThat(call.awaitEnded().status()).isEqualTo(407);
            Await.until("nothing kept", SOON, () -> rig.proxy.transactions() == 0, () -> rig.proxy.transactions());
            assertThat(rig.counters.strayRequests()).isZero();
            assertThat(call.messages().stream().filter(seen -> seen.isResponse(407, "INVITE")))
                    .hasSize(1);
        }
    }

    @Test
    void shouldVerifyRegistrationsWith401() {
        // Given
        upstream.phone().answerRequests("REGISTER", 200);
        try (Phone alice = phone().credentials("alice", PASSWORD).open();
                Phone mallory = phone().open()) {

            // Then
            assertThat(mallory.register().join().status()).isEqualTo(401);
            assertThat(alice.register().join().status()).isEqualTo(200);
            assertThat(upstream.transcript().matching(seen -> seen.received() && seen.isRequest("REGISTER")))
                    .singleElement()
                    .satisfies(seen -> assertThat(seen.headers("Authorization")).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "SUBSCRIBE", "PUBLISH", "REFER", "INFO", "NOTIFY", "OPTIONS", "UNHEARDOF"})
    void shouldVerifyWhateverStartsSomething(String method) {
        // Given
        upstream.phone().answerRequests(method, 200);
        try (DigestScript alice = new DigestScript("alice", PASSWORD)) {

            // When
            Sighting challenge = alice.send(rig.address(), method);
            String answer = alice.answer(challenge.header("Proxy-Authenticate"), method, DigestScript.TARGET, 1);
            Sighting response = alice.send(rig.address(), method, answer);

            // Then
            assertThat(challenge.status()).isEqualTo(407);
            assertThat(response.status()).isEqualTo(200);
        }
    }

    @Test
    void shouldTakeANonceAgainUnderAHigherCountAndNeverUnderTheSame() {
        // Given
        upstream.answering(Answering.refusing(PASSED));
        try (DigestScript alice = new DigestScript("alice", PASSWORD);
                DigestScript eavesdropper = new DigestScript("alice", "guess")) {
            String challenge = alice.send(rig.address(), "INVITE").header("Proxy-Authenticate");
            String first = alice.answer(challenge, "INVITE", DigestScript.TARGET, 1);
            String second = alice.answer(challenge, "INVITE", DigestScript.TARGET, 2);

            // Then
            assertThat(alice.send(rig.address(), "INVITE", first).status()).isEqualTo(PASSED);
            assertThat(alice.send(rig.address(), "INVITE", second).status()).isEqualTo(PASSED);
            Sighting replayed = eavesdropper.send(rig.address(), "INVITE", first);
            assertThat(replayed.status()).isEqualTo(407);
            assertThat(DigestScript.stale(replayed)).isTrue();
            assertThat(rig.counters.failedAuthentications()).isZero();
            assertThat(reached()).hasSize(2);
        }
    }

    @Test
    void shouldRejectCredentialsOfAnotherTargetOrMethod() {
        // Given
        try (DigestScript alice = new DigestScript("alice", PASSWORD)) {
            String challenge = alice.send(rig.address(), "INVITE").header("Proxy-Authenticate");

            // Then
            assertThat(alice.send(rig.address(), "INVITE", alice.answer(challenge, "INVITE", "sip:882@example.org", 1))
                            .status())
                    .isEqualTo(400);
            assertThat(alice.send(rig.address(), "INVITE", alice.answer(challenge, "BYE", DigestScript.TARGET, 1))
                            .status())
                    .isEqualTo(407);
            assertThat(rig.counters.failedAuthentications()).isEqualTo(1);
            assertThat(reached()).isEmpty();
        }
    }

    @Test
    void shouldSayStaleWhenTheNonceIsAnotherGatewaysOrTooOld() throws Exception {
        // Given
        upstream.answering(Answering.refusing(PASSED));
        IdentityPolicy policy =
                new IdentityPolicy(IdentityPolicy.DEFAULTS.order(), "tollgate", Duration.ofMillis(-1), false);
        try (ProxyRig other = new ProxyRig(upstream.address(), "gw-2", IdentityPolicy.DEFAULTS);
                ProxyRig late = new ProxyRig(upstream.address(), "gw-3", policy);
                DigestScript alice = new DigestScript("alice", PASSWORD)) {
            other.accounts.put(alice());
            late.accounts.put(alice());
            String challenge = alice.send(rig.address(), "INVITE").header("Proxy-Authenticate");
            String answer = alice.answer(challenge, "INVITE", DigestScript.TARGET, 1);
            String lateAnswer = alice.answer(
                    alice.send(late.address(), "INVITE").header("Proxy-Authenticate"),
                    "INVITE",
                    DigestScript.TARGET,
                    1);

            // When
            Sighting again = alice.send(other.address(), "INVITE", answer);
            Sighting retried = alice.send(
                    other.address(),
                    "INVITE",
                    alice.answer(again.header("Proxy-Authenticate"), "INVITE", DigestScript.TARGET, 1));

            // Then
            assertThat(DigestScript.stale(again)).isTrue();
            assertThat(retried.status()).isEqualTo(PASSED);
            assertThat(DigestScript.stale(alice.send(late.address(), "INVITE", lateAnswer)))
                    .isTrue();
            assertThat(other.counters.staleNonces()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotChallengeATrunkOrAnEmergency() {
        // Given
        try (Phone alice = phone().open()) {

            // Then
            String others = "realm=\"r\", nonce=\"1\", uri=\"sip:112@h\", response=\"0\"";
            alice.invite(Dial.to("sip:112@" + rig.udp().hostPort())
                            .header("Proxy-Authorization: Digest username=\"x\", " + others)
                            .header("Authorization: Digest username=\"y\", " + others))
                    .awaitAnswered();
            rig.accounts.put(alice("127.0.0.0/8"));
            alice.invite("493012345678").awaitAnswered();
            assertThat(rig.counters.challenges()).isZero();
        }
    }

    @Test
    void shouldNotRefuseAnEmergencyForCredentialsOfAnotherTarget() {
        // Given
        upstream.answering(Answering.refusing(PASSED));
        try (DigestScript alice = new DigestScript("alice", PASSWORD)) {
            String challenge = alice.send(rig.address(), "INVITE").header("Proxy-Authenticate");
            String answer = alice.answer(challenge, "INVITE", DigestScript.TARGET, 1);

            // Then
            assertThat(alice.sendTo("sip:112@" + rig.udp().hostPort(), rig.address(), "INVITE", answer)
                            .status())
                    .isEqualTo(PASSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REGISTER", "MESSAGE", "REFER"})
    void shouldPassNothingThatItCannotJudgeYet(String method) {
        // Given
        rig.accepting = false;
        try (DigestScript alice = new DigestScript("alice", PASSWORD)) {

            // When
            Sighting response = alice.send(rig.address(), method);

            // Then
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("Retry-After")).isNotEmpty();
            assertThat(upstream.transcript().matching(seen -> seen.received() && seen.isRequest(method)))
                    .isEmpty();
        }
    }
}
