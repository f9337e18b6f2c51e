package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.BlacklistEntry;
import io.tollgate.gateway.admission.BlacklistReason;
import io.tollgate.gateway.admission.Defence;
import io.tollgate.gateway.admission.EntryKind;
import io.tollgate.gateway.admission.SourceVerdict;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Network;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.TestProxy;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is heard, and who is not any longer: strangers on other addresses of this machine. */
class DoorIT {
    private static final String ELSEWHERE = "127.0.0.77";
    private static final Defence STRICT = new Defence(
            1,
            20,
            1,
            3,
            Duration.ofSeconds(60),
            Duration.ofSeconds(300),
            Defence.DEFAULTS.scannerAgents(),
            List.of(),
            Defence.DEFAULTS.queueing());

    private Phone callee;
    private TestProxy upstream;
    private ProxyRig rig;
    private Phone alice;

    @BeforeEach
    void open() throws Exception {
        callee = Phone.of("callee").open();
        upstream = TestProxy.builder()
                .bind("127.0.0.1", 0)
                .upstream(callee.hop())
                .challengingRegistrations("operator.example")
                .user("alice", "right")
                .open();
        rig = new ProxyRig(upstream.address(), STRICT);
        alice = Phone.of("alice").credentials("alice", "right").proxy(rig.udp()).open();
    }

    @AfterEach
    void close() {
        alice.close();
        rig.close();
        upstream.close();
        callee.close();
    }

    private static String request(String method, String uri, String... more) {
        return """
                %s %s SIP/2.0
                Via: SIP/2.0/UDP [local];branch=[branch];rport
                Max-Forwards: 70
                From: <sip:mallory@example.net>;tag=1
                To: <sip:mallory@example.net>
                Call-ID: %s
                CSeq: 1 %s
                Contact: <sip:mallory@[local]>
                %sContent-Length: 0

                """.formatted(
                method, uri, "c-" + System.nanoTime(), method, more.length == 0 ? "" : String.join("\n", more) + "\n");
    }

    private static String wrong(String nonce) {
        return "Authorization: Digest username=\"alice\", realm=\"operator.example\", nonce=\"" + nonce
                + "\", uri=\"sip:operator.example\", response=\"0123456789abcdef0123456789abcdef\"";
    }

    /** OPTIONS to Tollgate itself: is this source heard? */
    private boolean heard(RawSocket socket) {
        Sighting asked = socket.send(rig.address(), request("OPTIONS", "sip:127.0.0.1:" + port()));
        try {
            socket.await(
                    "an answer", Duration.ofMillis(500), came -> came.callId().equals(asked.callId()));
            return true;
        } catch (RuntimeException notSeen) {
            return false;
        }
    }

    private void until(String what, BooleanSupplier seen) {
        Await.until(what, Duration.ofSeconds(10), seen, () -> rig.counters.unheard() + " " + rig.verdicts);
    }

    private int port() {
        return rig.address().getPort();
    }

    /** More than anybody may whom nobody accepts, again where this machine answered some before the last was sent. */
    private void flood(RawSocket socket) {
        until("blocked", () -> {
            for (int i = 0; i < 21; i++) {
                socket.send(rig.address(), request("SUBSCRIBE", "sip:" + i + "@127.0.0.1:" + port()));
            }
            return rig.counters.blocked(BlockReason.RATE) == 1;
        });
    }

    @Test
    void shouldNotAnswerScannersAndNotShutOutInWhoseNameTheyMayAsk() {
        // Given
        try (RawSocket scanner = RawSocket.udp(ELSEWHERE)) {
            scanner.send(rig.address(), request("REGISTER", "sip:operator.example"));
            scanner.awaitStatus(401);
            long received = received(scanner);

            // When
            scanner.send(
                    rig.address(),
                    request("OPTIONS", "sip:100@127.0.0.1:" + port(), "User-Agent: Friendly-Scanner/0.3"));
            until("passed over", () -> rig.counters.unheard() == 1);

            // Then
            assertThat(received(scanner)).isEqualTo(received);
            assertThat(heard(scanner)).isTrue();
            assertThat(rig.counters.blocked(BlockReason.SCANNER)).isZero();
            assertThat(rig.verdicts).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"\"sipvicious\"<sip:mallory@example.net>, true", "<sip:sipvicious@example.net>, false"})
    void shouldKnowScannersByTheNameTheySignWithAndNobodyByHisUser(String from, boolean scanner) {
        // Given
        try (RawSocket socket = RawSocket.udp(ELSEWHERE)) {
            String options = request("OPTIONS", "sip:127.0.0.1:" + port());

            // When
            socket.send(rig.address(), options.replace("<sip:mallory@example.net>;tag=1", from + ";tag=1"));

            // Then
            if (scanner) {
                until("passed over", () -> rig.counters.unheard() == 1);
            } else {
                socket.awaitStatus(200);
            }
        }
    }

    @Test
    void shouldNotShutOutAKnownCustomerWhomItRefuses() {
        // Given
        String ha1 = DigestScript.ha1("bob", "tollgate", "right");
        rig.accounts.put(new AccountSettings("bob", true, List.of(), List.of(), false, null, false, ha1, null, null));
        refuse("bob", BlacklistReason.OPERATOR);
        try (DigestScript bob = new DigestScript("bob", "right")) {
            // When
            for (int i = 0; i < 30; i++) {
                Sighting challenge = bob.send(rig.address(), "INVITE");
                String answer = bob.answer(challenge.header("Proxy-Authenticate"), "INVITE", DigestScript.TARGET, 1);
                assertThat(bob.send(rig.address(), "INVITE", answer).status()).isEqualTo(403);
            }

            // Then
            assertThat(heard(bob.socket)).isTrue();
        }
    }

    @Test
    void shouldNotHoldTheUpstreamsRefusalsAndChallengesAgainstAKnownCustomer() {
        // Given
        String ha1 = DigestScript.ha1("bob", "tollgate", "right");
        rig.accounts.put(new AccountSettings("bob", true, List.of(), List.of(), false, null, false, ha1, null, null));
        try (DigestScript bob = new DigestScript("bob", "right")) {
            String challenge = bob.send(rig.address(), "INVITE").header("Proxy-Authenticate");

            // When
            for (int i = 0; i < 30; i++) {
                String answer = bob.answer(challenge, "INVITE", DigestScript.TARGET, i + 1);
                assertThat(bob.send(rig.address(), "INVITE", answer).header("Proxy-Authenticate"))
                        .contains("operator.example");
            }

            // Then
            assertThat(heard(bob.socket)).isTrue();
            assertThat(rig.verdicts).isEmpty();
        }
    }

    @Test
    void shouldNotShutOutWhoMayNotCallAtTheMoment() {
        // Given
        refuse("mallory", BlacklistReason.NO_BALANCE);
        try (RawSocket caller = RawSocket.udp(ELSEWHERE)) {
            // When
            for (int i = 0; i < 30; i++) {
                caller.send(rig.address(), request("INVITE", "sip:49301234567@127.0.0.1:" + port()));
                caller.awaitStatus(402);
            }

            // Then
            assertThat(heard(caller)).isTrue();
        }
    }

    private void refuse(String account, BlacklistReason reason) {
        rig.blacklist.put(new BlacklistEntry("e-" + account, account, null, null, EntryKind.DENY, reason, null));
    }

    @Test
    void shouldNotHearMoreOfWhomNobodyAccepts() {
        // Given
        try (RawSocket guesser = RawSocket.udp(ELSEWHERE)) {
            // When
            flood(guesser);

            // Then
            assertThat(heard(guesser)).isFalse();
            assertThat(rig.verdicts).as("his address may be forged").isEmpty();
        }
    }

    @Test
    void shouldNotHoldItAgainstCallersThatTheGatewayIsNotReady() {
        // Given
        rig.accepting = false;
        try (RawSocket caller = RawSocket.udp(ELSEWHERE)) {
            // When
            for (int i = 0; i < 100; i++) {
                caller.send(rig.address(), request("INVITE", "sip:" + i + "@127.0.0.1:" + port()));
                caller.awaitStatus(503);
            }

            // Then
            assertThat(rig.counters.blocked(BlockReason.RATE)).isZero();
            assertThat(rig.counters.unheard()).isZero();
        }
    }

    @Test
    void shouldNotHoldAgainstAnAddressWhatAnybodyCanSayInItsName() {
        // Given
        try (RawSocket forger = RawSocket.udp(ELSEWHERE)) {
            forger.send(rig.address(), request("REGISTER", "sip:operator.example"));
            forger.awaitStatus(401);

            // When
            for (int i = 0; i < 4; i++) {
                forger.send(rig.address(), request("REGISTER", "sip:operator.example", wrong("invented" + i)));
                forger.awaitStatus(401);
            }

            // Then
            assertThat(heard(forger)).isTrue();
            assertThat(rig.counters.blocked(BlockReason.FAILURES)).isZero();
            assertThat(rig.verdicts).isEmpty();
        }
    }

    @Test
    void shouldTellAllGatewaysOfWhoAnsweredAChallenge() {
        // Given
        try (RawSocket guesser = RawSocket.udp(ELSEWHERE)) {
            guesser.send(rig.address(), request("REGISTER", "sip:operator.example"));
            String nonce = AnswerWatch.nonce(guesser.awaitStatus(401).header("WWW-Authenticate"));

            // When
            for (int i = 0; i < 4; i++) {
                guesser.send(rig.address(), request("REGISTER", "sip:operator.example", wrong(nonce)));
                guesser.awaitStatus(401);
            }
            until("a verdict", () -> !rig.verdicts.isEmpty());
            assertThat(heard(guesser)).isFalse();
            SourceVerdict verdict = rig.verdicts.peek();

            // Then
            assertThat(rig.verdicts).hasSize(1);
            assertThat(verdict.sourceNetwork()).isEqualTo(ELSEWHERE + "/32");
            assertThat(Duration.between(verdict.issuedAt(), verdict.expiresAt()))
                    .isEqualTo(Duration.ofSeconds(300));
        }
    }

    @Test
    void shouldTellAllGatewaysOfWhoComesByTcp() {
        // Given
        try (RawSocket scanner = RawSocket.tcp(rig.address())) {
            // When
            scanner.send(request("REGISTER", "sip:operator.example", "User-Agent: sipvicious")
                    .replace("/UDP", "/TCP"));
            until("a verdict", () -> !rig.verdicts.isEmpty());

            // Then
            assertThat(rig.verdicts.peek().sourceNetwork()).isEqualTo("127.0.0.1/32");
        }
    }

    @Test
    void shouldHearWhoHasACallThoughSomebodyElseBehindHisAddressIsBlocked() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();
        try (RawSocket neighbour = RawSocket.udp();
                RawSocket stream = RawSocket.tcp(rig.address())) {
            flood(neighbour);
            assertThat(heard(neighbour)).isFalse();
            stream.send(request("OPTIONS", "sip:127.0.0.1:" + port(), "User-Agent: sipvicious")
                    .replace("/UDP", "/TCP"));

            // When
            PlacedCall second = alice.invite("493012345678");
            second.awaitAnswered();
            call.hangUp();

            // Then
            assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.US);
            assertThat(rig.verdicts).isEmpty();
        }
    }

    @Test
    void shouldNeverShutOutATrunk() {
        // Given
        rig.accounts.put(trunk(ELSEWHERE));
        try (RawSocket trunk = RawSocket.udp(ELSEWHERE)) {
            // When
            trunk.send(rig.address(), request("OPTIONS", "sip:127.0.0.1:" + port(), "User-Agent: friendly-scanner"));
            for (int i = 0; i < 100; i++) {
                trunk.send(rig.address(), request("OPTIONS", "sip:127.0.0.1:" + port()));
            }

            // Then
            for (int i = 0; i < 101; i++) {
                trunk.awaitStatus(200);
            }
            assertThat(rig.counters.unheard()).isZero();
        }
    }

    static AccountSettings trunk(String address) {
        List<Network> trunks = List.of(Network.parse(address));
        return new AccountSettings("pbx", true, List.of(), trunks, false, null, false, null, null, null);
    }

    private static long received(RawSocket socket) {
        return socket.transcript().count(seen -> seen.direction() == Sighting.Direction.RECEIVED);
    }

    @Test
    void shouldPutEmergencyCallsThroughWhoeverMakesThem() {
        // Given
        try (RawSocket stranger = RawSocket.udp(ELSEWHERE)) {
            flood(stranger);

            // When
            stranger.send(rig.address(), request("INVITE", "sip:112@127.0.0.1:" + port()));

            // Then
            assertThat(stranger.awaitStatus(407).header("CSeq")).isEqualTo("1 INVITE");
        }
    }
}
