package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.phone.Answering;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.TestUpstream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls over real sockets, from INVITE to BYE. */
class CallIT {
    private TestUpstream upstream;
    private ProxyRig rig;
    private Phone alice;

    @BeforeEach
    void open() throws Exception {
        upstream = TestUpstream.open("127.0.0.1", 0);
        rig = new ProxyRig(upstream.address());
        alice = Phone.of("alice").proxy(rig.udp()).open();
    }

    @AfterEach
    void close() {
        alice.close();
        rig.close();
        upstream.close();
    }

    private List<String> story(String sipCallId) {
        return rig.of(sipCallId).stream()
                .map(event ->
                        event.sequence() + " " + event.happening().getClass().getSimpleName() + " " + event.identity())
                .toList();
    }

    @Test
    void shouldTellTheWholeCallWhenTheCallerEndsIt() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();

        // When
        call.hangUp();
        Happening.Ended ended = rig.await(call.callId(), Happening.Ended.class, e -> true);

        // Then
        assertThat(ended).isEqualTo(Happening.Ended.by(EndCause.CALLER, null));
        assertThat(story(call.callId()))
                .containsExactly(
                        "0 Attempted CLAIMED", "1 Ringing UPSTREAM", "2 Answered UPSTREAM", "3 Ended UPSTREAM");
        CallEvent first = rig.of(call.callId()).get(0);
        assertThat(first.call().destination()).isEqualTo("493012345678");
        assertThat(first.call().account()).isEqualTo("alice");
        assertThat(upstream.transcript().repeatsReceived()).isZero();
        assertThat(alice.transcript().repeatsReceived()).isZero();
    }

    @Test
    void shouldTellTheCalleeWhenTheCalleeEndsIt() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();
        ReceivedCall callee = upstream.awaitCall();
        callee.awaitAnswered();

        // When
        callee.hangUp();

        // Then
        assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(rig.await(call.callId(), Happening.Ended.class, e -> true))
                .isEqualTo(Happening.Ended.by(EndCause.CALLEE, null));
    }

    @ParameterizedTest
    @CsvSource({"UDP,UDP", "UDP,TCP", "TCP,UDP", "TCP,TCP"})
    void shouldPassInDialogRequestsWhenTransportsDiffer(Hop.Transport customer, Transport proxy) throws Exception {
        // Given
        try (ProxyRig other = new ProxyRig(upstream.address(), proxy);
                Phone bob = Phone.of("bob").proxy(other.hop(customer)).open()) {
            PlacedCall call = bob.invite("493012345678");
            call.awaitAnswered();
            ReceivedCall callee = upstream.awaitCall();

            // When
            Sighting fromCaller = call.await("re-INVITE", call.reinvite(), PlacedCall.PATIENCE);
            Sighting fromCallee = call.await("INFO", callee.send("INFO"), PlacedCall.PATIENCE);
            callee.hangUp();

            // Then
            assertThat(fromCaller.status()).isEqualTo(200);
            assertThat(fromCallee.status()).isEqualTo(200);
            assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        }
    }

    @Test
    void shouldTellCancelledWhenTheCallerGivesUp() {
        // Given
        upstream.answering(Answering.byHand());
        PlacedCall call = alice.invite("493012345678");
        call.awaitRinging();

        // When
        call.cancel();

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(487);
        assertThat(rig.await(call.callId(), Happening.Ended.class, e -> true))
                .isEqualTo(Happening.Ended.by(EndCause.CANCELLED, 487));
    }

    @Test
    void shouldTellFailedWhenTheCalleeRefuses() {
        // Given
        upstream.answering(Answering.refusing(404));

        // When
        PlacedCall call = alice.invite("493012345678");

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(404);
        assertThat(rig.await(call.callId(), Happening.Ended.class, e -> true))
                .isEqualTo(Happening.Ended.by(EndCause.FAILED, 404));
        assertThat(story(call.callId())).containsExactly("0 Attempted CLAIMED", "1 Ended CLAIMED");
    }

    @Test
    void shouldRetransmitTheInviteWhenTheUpstreamLosesIt() {
        // Given
        upstream.phone().loseReceived(1, seen -> seen.isRequest("INVITE"));

        // When
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();
        rig.await(call.callId(), Happening.Answered.class, e -> true);

        // Then
        assertThat(alice.transcript().repeatsSent()).isZero();
        assertThat(story(call.callId())).hasSize(3);
    }

    @Test
    void shouldPassTheRepeatedAnswerWhenTheCallerLosesIt() {
        // Given
        alice.loseReceived(1, seen -> seen.isResponse(200, "INVITE"));

        // When
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();
        rig.await(call.callId(), Happening.Answered.class, e -> true);

        // Then
        assertThat(story(call.callId())).hasSize(3);
    }

    @Test
    void shouldGoToTheUpstreamWhenThePreloadedRouteSaysElsewhere() {
        // Given
        try (TestUpstream elsewhere = TestUpstream.open("127.0.0.1", 0)) {
            String address = "127.0.0.1:" + elsewhere.address().getPort();

            // When
            PlacedCall call = alice.invite(Dial.to("493012345678").route("<sip:" + address + ";lr>"));
            call.awaitAnswered();

            // Then
            assertThat(upstream.calls()).hasSize(1);
            assertThat(upstream.awaitCall().invite().headers("Route")).isEmpty();
            assertThat(elsewhere.calls()).isEmpty();
        }
    }

    @Test
    void shouldRewriteTheRequestUriWhenItNamesTollgate() {
        // When
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();

        // Then
        assertThat(upstream.awaitCall().invite().requestUri())
                .isEqualTo("sip:493012345678@127.0.0.1:" + upstream.address().getPort());
    }

    @Test
    void shouldRefuseWith503WhileStarting() {
        // Given
        rig.accepting = false;

        // When
        PlacedCall call = alice.invite("493012345678");

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(503);
        assertThat(upstream.calls()).isEmpty();
        assertThat(rig.counters.attempts()).isEqualTo(rig.counters.unready());
    }

    @Test
    void shouldRefuseTheToTagThatNobodyGave() {
        // Given
        String tollgate = rig.udp().hostPort();
        String victim = "127.0.0.1:" + upstream.address().getPort();
        try (RawSocket mallory = RawSocket.udp()) {
            String self = "127.0.0.1:" + mallory.address().getPort();

            // When
            mallory.send(
                    rig.udp().address(),
                    String.join(
                            "\r\n",
                            "BYE sip:x@" + victim + " SIP/2.0",
                            "Via: SIP/2.0/UDP " + self + ";branch=z9hG4bKinvented",
                            "Route: <sip:" + tollgate + ";lr;tg=EQAA>, <sip:" + victim + ";lr>",
                            "From: <sip:mallory@example.org>;tag=1",
                            "To: <sip:x@" + victim + ">;tag=invented",
                            "Call-ID: invented",
                            "CSeq: 1 BYE",
                            "Content-Length: 0",
                            "",
                            ""));

            // Then
            mallory.awaitStatus(481);
            assertThat(upstream.transcript().all()).isEmpty();
        }
    }

    @Test
    void shouldSayTheLengthWhenADatagramWithoutOneGoesToAStream() throws Exception {
        // Given
        try (ProxyRig other = new ProxyRig(upstream.address(), Transport.TCP);
                RawSocket bob = RawSocket.udp()) {
            String self = "127.0.0.1:" + bob.address().getPort();

            // When
            bob.send(
                    other.udp().address(),
                    String.join(
                            "\r\n",
                            "MESSAGE sip:4930@" + other.udp().hostPort() + " SIP/2.0",
                            "Via: SIP/2.0/UDP " + self + ";branch=z9hG4bKm1",
                            "From: <sip:bob@example.org>;tag=1",
                            "To: <sip:4930@example.org>",
                            "Call-ID: without-length",
                            "CSeq: 1 MESSAGE",
                            "",
                            "hello"));

            // Then
            bob.awaitStatus(200);
            Sighting passed =
                    upstream.transcript().await("MESSAGE", PlacedCall.PATIENCE, seen -> seen.isRequest("MESSAGE"));
            assertThat(passed.header("Content-Length")).isEqualTo("5");
            assertThat(passed.body()).isEqualTo("hello");
        }
    }

    @Test
    void shouldCarryTheCallOfACallerWhoKeepsNoRoutes() {
        // Given
        try (RawSocket caller = RawSocket.udp()) {
            String self = "127.0.0.1:" + caller.address().getPort();
            String tollgate = "sip:service@" + rig.udp().hostPort();
            caller.send(rig.udp().address(), routeless("INVITE", tollgate, self, "<" + tollgate + ">"));
            Sighting answer = caller.awaitStatus(200);
            caller.send(rig.udp().address(), routeless("ACK", tollgate, self, answer.header("To")));
            ReceivedCall callee = upstream.awaitCall();

            // When
            caller.send(rig.udp().address(), routeless("BYE", tollgate, self, answer.header("To")));

            // Then
            assertThat(callee.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
            assertThat(callee.messages()).anyMatch(seen -> seen.isRequest("ACK"));
            assertThat(rig.await("routeless", Happening.Ended.class, e -> true))
                    .isEqualTo(Happening.Ended.by(EndCause.CALLER, null));
        }
    }

    private static String routeless(String method, String uri, String self, String to) {
        return String.join(
                "\r\n",
                method + " " + uri + " SIP/2.0",
                "Via: SIP/2.0/UDP " + self + ";branch=z9hG4bK-" + method,
                "From: sipp <sip:sipp@" + self + ">;tag=1",
                "To: " + to,
                "Call-ID: routeless",
                "CSeq: " + (method.equals("BYE") ? 2 : 1) + " " + method,
                "Contact: sip:sipp@" + self,
                "Max-Forwards: 70",
                "Content-Length: 0",
                "",
                "");
    }
}
