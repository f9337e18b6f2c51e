package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.Defence;
import io.tollgate.phone.Answering;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.scenario.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever asks in another's name over UDP gains nothing by our answers: their bytes are counted. */
class AmplificationIT {
    private TestUpstream upstream;
    private ProxyRig rig;
    private RawSocket stranger;

    @BeforeEach
    void open() throws Exception {
        upstream = TestUpstream.open("127.0.0.1", 0);
        rig = new ProxyRig(upstream.address(), Defence.DEFAULTS);
        stranger = RawSocket.udp("127.0.0.55");
    }

    @AfterEach
    void close() {
        stranger.close();
        rig.close();
        upstream.close();
    }

    private static int bytes(Sighting message) {
        return message.text().getBytes(StandardCharsets.UTF_8).length;
    }

    private long received() {
        return stranger.transcript().matching(seen -> seen.direction() == Sighting.Direction.RECEIVED).stream()
                .mapToLong(AmplificationIT::bytes)
                .sum();
    }

    /** Listens for longer than the first retransmissions take: 0.5, 1.5 and 3.5 s after the answer. */
    private void listen() {
        stranger.awaitNothing("what nobody sends", Duration.ofSeconds(4), seen -> seen.status() == 999);
    }

    private String request(String method, String uri, String to) {
        return """
                %s %s SIP/2.0
                Via: SIP/2.0/UDP [local];branch=[branch];rport
                Max-Forwards: 70
                From: <sip:victim@example.net>;tag=1
                To: %s
                Call-ID: amplified
                CSeq: 1 %s
                Contact: <sip:victim@[local]>
                Content-Length: 0

                """.formatted(method, uri, to, method);
    }

    @Test
    void shouldSendARefusalNoOftenerThanItWasAskedFor() {
        // Given
        upstream.answering(Answering.refusing(404));

        // When
        Sighting invite = stranger.send(
                rig.address(),
                request("INVITE", "sip:1@127.0.0.1:" + rig.address().getPort(), "<sip:1@example.net>"));
        stranger.awaitStatus(404);
        listen();

        // Then
        assertThat(received()).isLessThanOrEqualTo(bytes(invite) * 3L / 2);
        assertThat(rig.counters.withheld()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "OPTIONS", "BYE", "SUBSCRIBE"})
    void shouldNotAnswerMoreThanOneAndAHalfTimesWhatWasAsked(String method) {
        // Given
        rig.accepting = false;
        String small = method
                + " sip:a SIP/2.0\nv:SIP/2.0/UDP a;branch=z9hG4bK" + method + ";rport\nf:<sip:a>;tag=1\nt:<sip:a>"
                + (method.equals("BYE") ? ";tag=2" : "") + "\ni:" + method + "\nCSeq:1 " + method + "\n\n";

        // When
        Sighting asked = stranger.send(rig.address(), small);
        stranger.awaitNothing("more", Duration.ofSeconds(1), seen -> bytes(seen) > bytes(asked) * 3 / 2);

        // Then
        assertThat(received()).isLessThanOrEqualTo(bytes(asked) * 3L / 2);
    }

    @Test
    void shouldAnswerAgainWhenAskedAgain() {
        // Given
        upstream.answering(Answering.refusing(404));
        String invite = request("INVITE", "sip:1@127.0.0.1:" + rig.address().getPort(), "<sip:1@example.net>")
                .replace("[branch]", "z9hG4bKsame");
        stranger.send(rig.address(), invite);
        stranger.awaitStatus(404);

        // When
        stranger.send(rig.address(), invite);

        // Then
        stranger.awaitStatus(404);
    }

    /** A device that writes little, and an upstream whose challenges are long. */
    @Test
    void shouldChallengeAtLengthOnceItWasAskedOftenEnough() {
        // Given
        String challenge = "Digest realm=\"operator.example\", nonce=\"" + "n".repeat(300) + "\"";
        upstream.answering(Answering.refusing(407).withHeader("Proxy-Authenticate: " + challenge));
        String invite = request("INVITE", "sip:1@127.0.0.1:" + rig.address().getPort(), "<sip:1@example.net>")
                .replace("[branch]", "z9hG4bKsame");
        Sighting asked = stranger.send(rig.address(), invite);
        Await.until(
                "the answer is withheld",
                Duration.ofSeconds(10),
                () -> rig.counters.withheld() > 0,
                () -> String.valueOf(rig.counters.withheld()));
        assertThat(received()).isZero();

        // When
        stranger.send(rig.address(), invite);

        // Then
        stranger.awaitStatus(407);
        assertThat(received()).isBetween(bytes(asked) * 3L / 2 + 1, bytes(asked) * 3L);
    }

    @Test
    void shouldSayThatItTriesWhenTheUpstreamTakesItsTime() {
        // Given
        upstream.answering(Answering.silent());
        String invite = request("INVITE", "sip:1@127.0.0.1:" + rig.address().getPort(), "<sip:1@example.net>")
                .replace("[branch]", "z9hG4bKsame");
        stranger.send(rig.address(), invite);

        // When
        stranger.send(rig.address(), invite);

        // Then
        stranger.awaitStatus(100);
    }

    @Test
    void shouldStillRefuseWhenItHasSaidThatItTries() {
        // Given
        upstream.answering(Answering.silent().withFinal(404, Duration.ofMillis(600)));
        String invite = request("INVITE", "sip:1@127.0.0.1:" + rig.address().getPort(), "<sip:1@example.net>")
                .replace("[branch]", "z9hG4bKsame");
        stranger.send(rig.address(), invite);
        stranger.send(rig.address(), invite);

        // When
        stranger.awaitStatus(100);

        // Then
        stranger.awaitStatus(404);
    }

    @Test
    void shouldRepeatARefusalToATrunk() {
        // Given
        upstream.answering(Answering.refusing(404));
        rig.accounts.put(DoorIT.trunk("127.0.0.55"));

        // When
        stranger.send(
                rig.address(),
                request("INVITE", "sip:1@127.0.0.1:" + rig.address().getPort(), "<sip:1@example.net>"));

        // Then
        Await.until(
                "repeated",
                Duration.ofSeconds(10),
                () -> {
                    stranger.awaitStatus(404);
                    return stranger.transcript().repeatsReceived() > 0;
                },
                () -> stranger.transcript().print(seen -> true));
    }
}
