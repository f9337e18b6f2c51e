package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.upstream.UpstreamPolicy;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.phone.Answering;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.TestUpstream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two upstream proxies over real sockets, of which the first does not serve. */
class FailoverIT {
    private static final UpstreamPolicy POLICY = new UpstreamPolicy(Duration.ofMillis(300), 4, 3, Duration.ZERO);
    private static final String NUMBER = "493012345678";

    private TestUpstream first;
    private TestUpstream second;
    private ProxyRig rig;
    private Phone alice;

    @BeforeEach
    void open() throws Exception {
        first = TestUpstream.open("127.0.0.1", 0);
        second = TestUpstream.open("127.0.0.1", 0);
        open(first.address(), Transport.UDP);
    }

    private void open(InetSocketAddress preferred, Transport transport) throws Exception {
        rig = new ProxyRig(List.of(preferred, second.address()), transport, POLICY);
        alice = Phone.of("alice").proxy(rig.udp()).open();
    }

    private void reopen(InetSocketAddress preferred, Transport transport) throws Exception {
        alice.close();
        rig.close();
        open(preferred, transport);
    }

    @AfterEach
    void close() {
        alice.close();
        rig.close();
        first.close();
        second.close();
    }

    private UpstreamAddress upstream(int index) {
        return rig.parts.boundary().upstreams().now().addresses().get(index);
    }

    private List<String> story(String sipCallId) {
        return rig.of(sipCallId).stream()
                .map(event -> event.happening().getClass().getSimpleName())
                .toList();
    }

    @Test
    void shouldPreferTheFirstUpstream() {
        // When
        PlacedCall call = alice.invite(NUMBER);
        call.awaitAnswered();
        call.hangUp();

        // Then
        assertThat(first.awaitCall().awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(second.transcript().all()).isEmpty();
    }

    @Test
    void shouldServeTheCallBySecondUpstreamWhenTheFirstIsSilent() {
        // Given
        first.answering(Answering.silent());

        // When
        PlacedCall call = alice.invite(NUMBER);
        call.awaitAnswered();
        ReceivedCall callee = second.awaitCall();
        call.hangUp();

        // Then
        assertThat(callee.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(callee.invite().requestUri())
                .contains("@127.0.0.1:" + second.address().getPort());
        assertThat(rig.await(call.callId(), Happening.Ended.class, e -> true))
                .isEqualTo(Happening.Ended.by(EndCause.CALLER, null));
        assertThat(story(call.callId())).containsExactly("Attempted", "Ringing", "Answered", "Ended");
        assertThat(call.messages()).noneMatch(seen -> seen.status() >= 300);
        assertThat(rig.counters.failovers()).isOne();
    }

    @Test
    void shouldServeTheCallBySecondUpstreamWhenTheFirstSaysUnavailable() {
        // Given
        first.answering(Answering.refusing(503));

        // When
        PlacedCall call = alice.invite(NUMBER);
        call.awaitAnswered();
        second.awaitCall().hangUp();

        // Then
        assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(call.messages()).noneMatch(seen -> seen.status() >= 300);
        first.transcript().await("ACK for the 503", PlacedCall.PATIENCE, seen -> seen.isRequest("ACK"));
    }

    @Test
    void shouldServeTheCallBySecondUpstreamWhenTheFirstRefusesConnections() throws Exception {
        // Given
        InetSocketAddress nobody = first.address();
        first.close();
        reopen(nobody, Transport.TCP);

        // When
        PlacedCall call = alice.invite(NUMBER);
        call.awaitAnswered();
        call.hangUp();

        // Then
        assertThat(second.awaitCall().awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(call.messages()).noneMatch(seen -> seen.status() >= 300);
    }

    @Test
    void shouldAskNobodyElseWhenTheCalleeIsBusy() {
        // Given
        first.answering(Answering.refusing(486));

        // When
        CallEnd end = alice.invite(NUMBER).awaitEnded();

        // Then
        assertThat(end.status()).isEqualTo(486);
        assertThat(second.transcript().all()).isEmpty();
    }

    @Test
    void shouldPassUnavailableOnWhenEveryUpstreamSaysSo() {
        // Given
        first.answering(Answering.refusing(503));
        second.answering(Answering.refusing(503));

        // When
        PlacedCall call = alice.invite(NUMBER);
        CallEnd end = call.awaitEnded();

        // Then
        assertThat(end.status()).isEqualTo(503);
        assertThat(rig.await(call.callId(), Happening.Ended.class, e -> true).sipStatus())
                .isEqualTo(503);
    }

    @Test
    void shouldSayWhenToTryAgainWhenNoUpstreamCanBeReached() throws Exception {
        // Given
        InetSocketAddress nobody = first.address();
        first.close();
        second.close();
        reopen(nobody, Transport.TCP);

        // When
        PlacedCall call = alice.invite(NUMBER);
        CallEnd end = call.awaitEnded();

        // Then
        assertThat(end.status()).isEqualTo(503);
        assertThat(call.messages())
                .anyMatch(seen ->
                        seen.status() == 503 && seen.header("Retry-After").equals("5"));
    }

    @Test
    void shouldEndWhatASilentUpstreamAnswersLater() throws Exception {
        try (RawSocket slow = RawSocket.udp()) {
            // Given
            reopen(slow.address(), Transport.UDP);
            PlacedCall call = alice.invite(NUMBER);
            Sighting invite = slow.awaitRequest("INVITE");
            call.awaitAnswered();

            // When
            String contact = "Contact: <sip:slow@127.0.0.1:" + slow.address().getPort() + ">";
            String late = RawSocket.response(invite, "200 OK", "late", contact);
            slow.send(rig.address(), late);
            Sighting ack = slow.awaitRequest("ACK");
            Sighting bye = slow.awaitRequest("BYE");
            slow.send(rig.address(), RawSocket.response(bye, "200 OK", "late"));
            slow.send(rig.address(), late);

            // Then
            slow.awaitRequest("ACK");
            assertThat(ack.header("To")).contains("tag=late");
            assertThat(call.live()).isTrue();
            assertThat(call.messages()).noneMatch(seen -> seen.toTag().equals("late"));
            assertThat(story(call.callId())).containsExactly("Attempted", "Ringing", "Answered");
        }
    }

    @Test
    void shouldCancelWhatASilentUpstreamBeginsLater() throws Exception {
        try (RawSocket slow = RawSocket.udp()) {
            // Given
            reopen(slow.address(), Transport.UDP);
            PlacedCall call = alice.invite(NUMBER);
            Sighting invite = slow.awaitRequest("INVITE");
            call.awaitAnswered();

            // When
            slow.send(rig.address(), RawSocket.response(invite, "180 Ringing", "late"));

            // Then
            Sighting cancel = slow.awaitRequest("CANCEL");
            assertThat(cancel.header("Via")).isEqualTo(invite.header("Via"));
            assertThat(call.messages()).noneMatch(seen -> seen.toTag().equals("late"));
        }
    }

    @Test
    void shouldTryNobodyElseWhenTheCallerHasCancelled() throws Exception {
        try (RawSocket slow = RawSocket.udp()) {
            // Given
            reopen(slow.address(), Transport.UDP);
            PlacedCall call = alice.invite(NUMBER);
            Sighting invite = slow.awaitRequest("INVITE");
            slow.send(rig.address(), RawSocket.response(invite, "180 Ringing", "a"));
            call.awaitRinging();

            // When
            call.cancel();
            slow.awaitRequest("CANCEL");
            slow.send(rig.address(), RawSocket.response(invite, "503 Service Unavailable", "a"));

            // Then
            assertThat(call.awaitEnded().status()).isEqualTo(503);
            assertThat(second.transcript().all()).isEmpty();
        }
    }

    @Test
    void shouldSendOtherRequestsToTheSecondUpstreamToo() throws Exception {
        // Given
        first.phone().answerRequests("MESSAGE", 503);
        first.phone().answerRequests("REGISTER", 503);

        // When
        Sighting message = alice.request("MESSAGE", NUMBER).get(10, TimeUnit.SECONDS);
        Sighting register = alice.register().get(10, TimeUnit.SECONDS);

        // Then
        assertThat(message.status()).isEqualTo(200);
        assertThat(register.status()).isEqualTo(200);
        assertThat(second.transcript().matching(seen -> seen.isRequest("REGISTER")))
                .singleElement()
                .matches(seen -> seen.headers("Path").size() == 1);
    }

    @Test
    void shouldGoStraightToTheSecondWhenTheFirstIsDown() {
        // Given
        first.answering(Answering.silent());
        for (int i = 0; i < POLICY.failures(); i++) {
            PlacedCall call = alice.invite(NUMBER);
            call.awaitAnswered();
            call.hangUp();
        }
        long before = first.transcript().count(Sighting::isRequest);

        // When
        PlacedCall call = alice.invite(NUMBER);
        call.awaitAnswered();

        // Then
        assertThat(upstream(0).standing().down()).isTrue();
        assertThat(upstream(1).standing().down()).isFalse();
        assertThat(first.transcript().of(call.callId())).isEmpty();
        assertThat(before).isPositive();
    }

    @Test
    void shouldTakeTheCallsOfEachUpstreamForInbound() throws Exception {
        try (RawSocket proxy = RawSocket.udp();
                Phone bob = Phone.of("bob").open()) {
            // Given
            alice.close();
            rig.close();
            rig = new ProxyRig(List.of(first.address(), proxy.address()), Transport.UDP, POLICY);
            String self = "127.0.0.1:" + proxy.address().getPort();

            // When
            proxy.send(
                    rig.address(),
                    String.join(
                            "\r\n",
                            "INVITE " + bob.uri() + " SIP/2.0",
                            "Via: SIP/2.0/UDP " + self + ";branch=z9hG4bK-in",
                            "From: <sip:4989@" + self + ">;tag=1",
                            "To: <" + bob.uri() + ">",
                            "Call-ID: from-second",
                            "CSeq: 1 INVITE",
                            "Contact: <sip:4989@" + self + ">",
                            "Max-Forwards: 70",
                            "Content-Length: 0",
                            "",
                            ""));
            proxy.awaitStatus(200);

            // Then
            CallEvent event = rig.of("from-second").get(0);
            assertThat(event.call().direction()).isEqualTo(Direction.INBOUND);
        }
    }

    @Test
    void shouldPassInDialogRequestsToTheUpstreamThatServes() throws Exception {
        // Given
        first.answering(Answering.refusing(503));
        try (Phone bob = Phone.of("bob").proxy(rig.hop(Hop.Transport.TCP)).open()) {
            PlacedCall call = bob.invite(NUMBER);
            call.awaitAnswered();

            // When
            Sighting reinvite = call.await("re-INVITE", call.reinvite(), PlacedCall.PATIENCE);

            // Then
            assertThat(reinvite.status()).isEqualTo(200);
            assertThat(second.transcript().count(seen -> seen.isRequest("INVITE")))
                    .isEqualTo(2);
        }
    }
}
