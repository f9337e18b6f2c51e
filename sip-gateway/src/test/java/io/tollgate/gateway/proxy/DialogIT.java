package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.BlacklistEntry;
import io.tollgate.gateway.admission.BlacklistReason;
import io.tollgate.gateway.admission.EntryKind;
import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.TestProxy;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.scenario.Await;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dialogs where proxies usually go wrong: passes through us twice, forks, parties and tokens out of step. */
class DialogIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static PlacedCall dialled(Phone caller, TestUpstream upstream) {
        PlacedCall call = caller.invite("493012345678");
        call.awaitAnswered();
        ReceivedCall callee = upstream.awaitCall();
        Await.until(
                "ACK",
                SOON,
                () -> callee.messages().stream().anyMatch(seen -> seen.isRequest("ACK")),
                callee::describe);
        return call;
    }

    @ParameterizedTest
    @EnumSource(Hop.Transport.class)
    void shouldBeTwoCallsWhenItPassesTwice(Hop.Transport transport) throws Exception {
        // Given
        try (TestProxy operator = TestProxy.builder().open();
                ProxyRig rig = new ProxyRig(operator.address());
                Phone alice = Phone.of("alice").proxy(rig.hop(transport)).open();
                Phone bob = Phone.of("bob").proxy(rig.hop(transport)).open()) {
            assertThat(bob.register().get().status()).isEqualTo(200);

            // When
            PlacedCall call = alice.invite("bob");
            call.awaitAnswered();
            ReceivedCall received = bob.awaitCall();
            received.hangUp();
            call.awaitEnded();

            // Then
            rig.await(call.callId(), Happening.Ended.class, e -> true);
            Await.until("both ends", SOON, () -> ended(rig, call).size() == 2, () -> rig.events);
            assertThat(ended(rig, call))
                    .allSatisfy(event ->
                            assertThat(event.happening()).isEqualTo(Happening.Ended.by(EndCause.CALLEE, null)));
            Set<String> passes = rig.of(call.callId()).stream()
                    .map(event -> event.call().account() + " " + event.call().direction())
                    .collect(Collectors.toSet());
            assertThat(passes).containsExactlyInAnyOrder("alice " + Direction.OUTBOUND, "bob " + Direction.INBOUND);
        }
    }

    private static List<CallEvent> ended(ProxyRig rig, PlacedCall call) {
        return rig.of(call.callId()).stream()
                .filter(event -> event.happening() instanceof Happening.Ended)
                .toList();
    }

    @Test
    void shouldEndAllFourLegsWhenATwicePassingCallIsTerminatedByItsSipCallId() throws Exception {
        // Given
        try (TestProxy operator = TestProxy.builder().open();
                ProxyRig rig = new ProxyRig(operator.address());
                Phone alice = Phone.of("alice").proxy(rig.udp()).open();
                Phone bob = Phone.of("bob").proxy(rig.udp()).open()) {
            bob.register().get();
            PlacedCall call = alice.invite("bob");
            call.awaitAnswered();
            ReceivedCall received = bob.awaitCall();

            // When
            rig.terminate("both", call.callId(), null);

            // Then
            call.awaitEnded();
            received.awaitEnded();
            Await.until("four legs", SOON, () -> closed(rig, call) == 4, () -> rig.events);
        }
    }

    private static long closed(ProxyRig rig, PlacedCall call) {
        return rig.of(call.callId()).stream()
                .filter(event -> event.happening() instanceof Happening.LegClosed)
                .count();
    }

    @Test
    void shouldPassInDialogRequestsOfACallThatItDoesNotKnowByTheToken() throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0)) {
            ProxyRig first = new ProxyRig(upstream.address());
            InetSocketAddress address = first.udp().address();
            try (Phone alice = Phone.of("alice").proxy(first.udp()).open()) {
                PlacedCall call = dialled(alice, upstream);
                first.close();

                // When
                try (ProxyRig second = new ProxyRig(upstream.address(), address)) {
                    Sighting answer = call.await("INFO", call.send("INFO"), SOON);
                    call.hangUp();

                    // Then
                    assertThat(answer.status()).isEqualTo(200);
                    upstream.calls().get(0).awaitEnded();
                    assertThat(second.events).isEmpty();
                }
            }
        }
    }

    @Test
    void shouldAnswerALateByeFromATerminatedCall() throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
                ProxyRig rig = new ProxyRig(upstream.address());
                Phone alice = Phone.of("alice").proxy(rig.udp()).open()) {
            PlacedCall call = dialled(alice, upstream);
            alice.loseReceived(50, seen -> seen.isRequest("BYE"));
            rig.terminate(null, call.callId(), null);
            upstream.calls().get(0).awaitEnded();

            // When
            Sighting answer = call.await("BYE", call.hangUp(), SOON);

            // Then
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void shouldAcknowledgeForTheCallerWhoNeverDoes() throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
                ProxyRig rig = new ProxyRig(upstream.address());
                Phone alice = Phone.of("alice").proxy(rig.udp()).open()) {
            PlacedCall call = alice.invite(Dial.to("493012345678").withoutAck());
            call.awaitAnswered();

            // When
            rig.terminate(null, call.callId(), null);

            // Then
            ReceivedCall callee = upstream.awaitCall();
            callee.awaitEnded();
            assertThat(callee.messages()).anyMatch(seen -> seen.isRequest("ACK"));
            assertThat(rig.await(call.callId(), Happening.LegClosed.class, e -> e.leg() == Leg.CALLEE)
                            .sipStatus())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldLiveOnInTheOtherDialogWhenAForkIsEnded() throws Exception {
        // Given
        try (RawSocket upstream = RawSocket.udp();
                ProxyRig rig = new ProxyRig(upstream.address());
                Phone alice = Phone.of("alice").proxy(rig.udp()).open()) {
            PlacedCall call = alice.invite("493012345678");
            Sighting invite = upstream.awaitRequest("INVITE");
            String contact =
                    "Contact: <sip:fork@127.0.0.1:" + upstream.address().getPort() + ">";
            upstream.send(rig.udp().address(), RawSocket.response(invite, "200 OK", "one", contact));
            call.awaitAnswered();
            upstream.awaitRequest("ACK");
            upstream.send(rig.udp().address(), RawSocket.response(invite, "200 OK", "two", contact));
            Sighting bye = upstream.awaitRequest("BYE");
            upstream.send(rig.udp().address(), RawSocket.response(bye, "200 OK", ""));

            // When
            rig.terminate("fork", call.callId(), null);

            // Then
            call.awaitEnded();
            assertThat(rig.await(call.callId(), Happening.Ended.class, e -> true)
                            .cause())
                    .isEqualTo(EndCause.TERMINATED);
        }
    }

    @Test
    void shouldRefuseBeforeTheUpstreamHearsOfItWhenBlacklisted() throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
                ProxyRig rig = new ProxyRig(upstream.address());
                Phone alice = Phone.of("alice").proxy(rig.udp()).open()) {
            rig.blacklist.put(new BlacklistEntry(
                    "e-1", "alice", "882", null, EntryKind.DENY, BlacklistReason.FRAUD_VERDICT, null));

            // When
            PlacedCall call = alice.invite("00882123456");

            // Then
            assertThat(call.awaitEnded().status()).isEqualTo(403);
            assertThat(rig.await(call.callId(), Happening.Refused.class, e -> true)
                            .blacklistEntryId())
                    .isEqualTo("e-1");
            assertThat(upstream.transcript().all()).isEmpty();
            assertThat(rig.counters.attempts()).isEqualTo(rig.counters.refused());
        }
    }

    @Test
    void shouldNeitherRefuseNorEndAnEmergencyCall() throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
                ProxyRig rig = new ProxyRig(upstream.address());
                Phone alice = Phone.of("alice").proxy(rig.udp()).open()) {
            rig.blacklist.put(new BlacklistEntry(
                    "e-1", "alice", null, null, EntryKind.DENY, BlacklistReason.FRAUD_VERDICT, null));
            PlacedCall call = alice.invite("112");
            call.awaitAnswered();

            // When
            rig.terminate(null, null, "alice");
            Sighting answer = call.await("INFO", call.send("INFO"), SOON);

            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(call.live()).isTrue();
            assertThat(rig.of(call.callId()).get(0).call().destination()).isEqualTo("112");
        }
    }

    @Test
    void shouldRefuseAnInventedTagEvenWithTheTokenOfALiveCall() throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
                ProxyRig rig = new ProxyRig(upstream.address());
                Phone alice = Phone.of("alice").proxy(rig.udp()).open();
                RawSocket mallory = RawSocket.udp()) {
            PlacedCall call = dialled(alice, upstream);
            String route = call.awaitAnswered().header("Record-Route");
            Sighting invite = call.messages().get(0);

            // When
            mallory.send(
                    rig.udp().address(),
                    String.join(
                            "\r\n",
                            "INVITE sip:882999@127.0.0.1 SIP/2.0",
                            "Via: SIP/2.0/UDP 127.0.0.1:" + mallory.address().getPort() + ";branch=z9hG4bKstolen",
                            "Route: " + route,
                            "From: <sip:alice@example.org>;tag=" + invite.fromTag(),
                            "To: <sip:x@example.org>;tag=invented",
                            "Call-ID: " + call.callId(),
                            "CSeq: 9 INVITE",
                            "Content-Length: 0",
                            "",
                            ""));

            // Then
            mallory.awaitStatus(481);
            assertThat(upstream.transcript().count(seen -> seen.isRequest("INVITE")))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldEndTheCallWhoseContactCannotBeReached() throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
                ProxyRig rig = new ProxyRig(upstream.address());
                RawSocket caller = RawSocket.udp()) {
            String self = "127.0.0.1:" + caller.address().getPort();
            caller.send(
                    rig.udp().address(),
                    String.join(
                            "\r\n",
                            "INVITE sip:4930@" + rig.udp().hostPort() + " SIP/2.0",
                            "Via: SIP/2.0/UDP " + self + ";branch=z9hG4bKunreachable",
                            "From: <sip:alice@example.org>;tag=1",
                            "To: <sip:4930@example.org>",
                            "Call-ID: unreachable",
                            "CSeq: 1 INVITE",
                            "Contact: <sip:alice@nowhere.invalid;transport=ws>",
                            "Content-Length: 0",
                            "",
                            ""));
            Sighting answer = caller.awaitStatus(200);
            caller.send(
                    rig.udp().address(),
                    String.join(
                            "\r\n",
                            "ACK " + SipUri.textOfElement(answer.header("Contact")) + " SIP/2.0",
                            "Via: SIP/2.0/UDP " + self + ";branch=z9hG4bKack",
                            "Route: " + answer.header("Record-Route"),
                            "From: <sip:alice@example.org>;tag=1",
                            "To: " + answer.header("To"),
                            "Call-ID: unreachable",
                            "CSeq: 1 ACK",
                            "Content-Length: 0",
                            "",
                            ""));

            // When
            upstream.awaitCall().hangUp();

            // Then
            caller.awaitRequest("BYE");
        }
    }

    @Test
    void shouldForgetARequestThatNobodyAnswers() throws Exception {
        // Given
        try (RawSocket silent = RawSocket.udp();
                ProxyRig rig = new ProxyRig(silent.address());
                Phone alice = Phone.of("alice").proxy(rig.udp()).open()) {
            // When
            alice.request("MESSAGE", "4930");
            silent.awaitRequest("MESSAGE");

            // Then
            Await.until(
                    "nothing kept",
                    Duration.ofSeconds(60),
                    () -> rig.proxy.transactions() == 0,
                    () -> rig.proxy.transactions());
        }
    }
}
