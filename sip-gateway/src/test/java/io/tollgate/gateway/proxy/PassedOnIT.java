package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.BlacklistEntry;
import io.tollgate.gateway.admission.BlacklistReason;
import io.tollgate.gateway.admission.EntryKind;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.journal.Places.Place;
import io.tollgate.phone.Answering;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.TestProxy;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bob is registered through one gateway, and the upstream sends what is for him to another one. */
class PassedOnIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private TestProxy operator;
    private ProxyRig holder;
    private ProxyRig other;
    private Phone carol;

    @BeforeEach
    void open() throws Exception {
        operator = TestProxy.builder().open();
        holder = new ProxyRig("holder", operator.address());
        other = new ProxyRig("other", operator.address());
        other.places.tell(Map.of("holder", place(holder, false)));
        holder.places.tell(Map.of("other", place(other, false)));
        operator.reachingDevicesThrough(other.udp());
        carol = Phone.of("carol").proxy(Hop.udp(operator.address())).open();
    }

    @AfterEach
    void close() {
        carol.close();
        other.close();
        holder.close();
        operator.close();
    }

    private static Place place(ProxyRig rig, boolean gone) {
        return new Place("127.0.0.1:" + rig.address().getPort(), gone);
    }

    private Phone bob(Hop.Transport transport) throws Exception {
        Phone bob = Phone.of("bob").proxy(holder.hop(transport)).open();
        assertThat(bob.register().get().status()).isEqualTo(200);
        return bob;
    }

    private static long requests(ReceivedCall call, String method) {
        return call.messages().stream().filter(seen -> seen.isRequest(method)).count();
    }

    @ParameterizedTest
    @EnumSource(Hop.Transport.class)
    void shouldBeOneInboundCallOfTheGatewayThatGotItFirst(Hop.Transport transport) throws Exception {
        try (Phone bob = bob(transport)) {
            // When
            PlacedCall call = carol.invite("bob");
            call.awaitAnswered();
            ReceivedCall received = bob.awaitCall();
            received.awaitAnswered();
            assertThat(call.await("200 to a re-INVITE", call.reinvite(), SOON).status())
                    .isEqualTo(200);
            assertThat(received.await("200 to a re-INVITE", received.reinvite(), SOON)
                            .status())
                    .isEqualTo(200);
            received.hangUp();
            call.awaitEnded();

            // Then
            other.await(call.callId(), Happening.Ended.class, e -> e.cause() == EndCause.CALLEE);
            assertThat(other.of(call.callId()))
                    .allSatisfy(event -> assertThat(
                                    event.call().account() + " " + event.call().direction())
                            .isEqualTo("bob " + Direction.INBOUND));
            assertThat(holder.events).isEmpty();
            assertThat(holder.counters.attempts()).isZero();
            assertThat(bob.unreadable()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Hop.Transport.class)
    void shouldEndBothSidesOnceWhenItIsTerminated(Hop.Transport transport) throws Exception {
        try (Phone bob = bob(transport)) {
            // Given
            PlacedCall call = carol.invite("bob");
            call.awaitAnswered();
            ReceivedCall received = bob.awaitCall();
            received.awaitAnswered();

            // When
            other.terminate("verdict", call.callId(), null);
            holder.terminate("verdict", call.callId(), null);

            // Then
            assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
            assertThat(received.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
            Await.until("both legs", SOON, () -> closed(call).size() == 2, () -> other.events);
            assertThat(closed(call)).extracting(Happening.LegClosed::sipStatus).containsOnly(200);
            assertThat(requests(received, "BYE")).isEqualTo(1);
            assertThat(holder.events).isEmpty();
        }
    }

    private List<Happening.LegClosed> closed(PlacedCall call) {
        return other.of(call.callId()).stream()
                .map(event -> event.happening())
                .filter(Happening.LegClosed.class::isInstance)
                .map(Happening.LegClosed.class::cast)
                .toList();
    }

    @Test
    void shouldCancelTheDeviceWhenTheCallerCancels() throws Exception {
        try (Phone bob = bob(Hop.Transport.UDP)) {
            // Given
            bob.answering(Answering.byHand());
            PlacedCall call = carol.invite("bob");
            ReceivedCall received = bob.awaitCall();
            received.ring(180);
            call.awaitRinging();

            // When
            call.cancel();

            // Then
            assertThat(call.awaitEnded().status()).isEqualTo(487);
            assertThat(received.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
            other.await(call.callId(), Happening.Ended.class, e -> e.cause() == EndCause.CANCELLED);
        }
    }

    @Test
    void shouldTellTheDeviceWhyItIsCancelled() throws Exception {
        try (Phone bob = bob(Hop.Transport.UDP)) {
            // Given
            bob.answering(Answering.byHand());
            PlacedCall call = carol.invite("bob");
            ReceivedCall received = bob.awaitCall();
            received.ring(180);
            call.awaitRinging();

            // When
            other.terminate("verdict", call.callId(), null);

            // Then
            received.awaitEnded();
            assertThat(received.messages())
                    .filteredOn(seen -> seen.isRequest("CANCEL"))
                    .first()
                    .satisfies(seen -> assertThat(seen.headers("Reason"))
                            .singleElement()
                            .asString()
                            .contains("verdict"));
        }
    }

    @Test
    void shouldRefuseWhereItComesInFirstWhenTheAccountIsBlacklisted() throws Exception {
        try (Phone bob = bob(Hop.Transport.UDP)) {
            // Given
            other.blacklist.put(
                    new BlacklistEntry("e1", "bob", null, null, EntryKind.DENY, BlacklistReason.FRAUD_VERDICT, null));

            // When
            PlacedCall call = carol.invite("bob");

            // Then
            assertThat(call.awaitEnded().status()).isEqualTo(403);
            other.await(call.callId(), Happening.Refused.class, e -> e.reason() == RefusalReason.BLACKLISTED);
            assertThat(bob.transcript().of(call.callId())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Hop.Transport.class)
    void shouldPassOnWhatIsNoCall(Hop.Transport transport) throws Exception {
        try (Phone bob = bob(transport)) {
            // When
            Sighting response = carol.request("MESSAGE", "bob").get();

            // Then
            assertThat(response.status()).isEqualTo(200);
            assertThat(bob.transcript().matching(seen -> seen.isRequest("MESSAGE")))
                    .hasSize(1);
        }
    }

    @Test
    void shouldGoByThePathWhenTheGatewayWasNeverHeardOf() throws Exception {
        try (Phone bob = bob(Hop.Transport.TCP)) {
            // Given
            other.places.tell(Map.of());

            // When
            PlacedCall call = carol.invite("bob");

            // Then
            call.awaitAnswered();
            assertThat(bob.awaitCall().callId()).isEqualTo(call.callId());
            assertThat(holder.counters.attempts()).isZero();
        }
    }

    @Test
    void shouldTryTheDeviceItselfWhenItsGatewayIsGone() throws Exception {
        try (Phone bob = bob(Hop.Transport.UDP)) {
            // Given
            other.places.tell(Map.of("holder", place(holder, true)));
            holder.close();

            // When
            PlacedCall call = carol.invite("bob");

            // Then
            call.awaitAnswered();
            bob.awaitCall().hangUp();
            call.awaitEnded();
        }
    }

    private static String register(ProxyRig at, String contact, String transport) {
        String to = "127.0.0.1:" + at.address().getPort();
        return """
                REGISTER sip:%1$s SIP/2.0
                Via: SIP/2.0/%3$s [local];rport;branch=[branch]
                Max-Forwards: 70
                From: <sip:bob@%1$s>;tag=1
                To: <sip:bob@%1$s>
                Call-ID: reg-[local]
                CSeq: 1 REGISTER
                Contact: <%2$s>
                Content-Length: 0

                """.formatted(to, contact, transport);
    }

    @Test
    void shouldSayThatTheFlowFailedWhenTheGatewayOfADeviceBehindNatIsGone() {
        try (RawSocket bob = RawSocket.udp()) {
            // Given
            bob.send(holder.address(), register(holder, "sip:bob@192.168.7.7:5060", "UDP"));
            bob.awaitStatus(200);
            other.places.tell(Map.of("holder", place(holder, true)));

            // When
            PlacedCall call = carol.invite("bob");

            // Then
            assertThat(call.awaitEnded().status()).isEqualTo(430);
            other.await(
                    call.callId(),
                    Happening.Ended.class,
                    e -> Integer.valueOf(430).equals(e.sipStatus()));
            assertThat(other.of(call.callId()).get(0).happening()).isInstanceOf(Happening.Attempted.class);
        }
    }

    @Test
    void shouldSayThatTheFlowFailedWhenTheDevicesConnectionIsGone() {
        // Given
        try (RawSocket bob = RawSocket.tcp(holder.address())) {
            bob.send(register(holder, "sip:bob@127.0.0.1:1;transport=tcp", "TCP"));
            bob.awaitStatus(200);
        }
        operator.reachingDevicesThrough(holder.udp());

        // When
        PlacedCall call = carol.invite("bob");

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(430);
        holder.await(
                call.callId(), Happening.Ended.class, e -> Integer.valueOf(430).equals(e.sipStatus()));
    }

    @Test
    void shouldTakeAForgedWordOfAnotherGatewayForACustomers() throws Exception {
        try (Phone bob = bob(Hop.Transport.UDP);
                RawSocket mallory = RawSocket.udp()) {
            // Given
            String path = operator.paths("bob").get(0).get(0);
            String route = path.replace(">", ";tf=QWxhZGRpbjpvcGVuIHNlc2FtZQ>");

            // When
            mallory.send(holder.address(), """
                    OPTIONS sip:nobody@%1$s SIP/2.0
                    Via: SIP/2.0/UDP [local];rport;branch=[branch]
                    Route: %2$s
                    Max-Forwards: 70
                    From: <sip:mallory@%1$s>;tag=1
                    To: <sip:bob@%1$s>
                    Call-ID: forged-[local]
                    CSeq: 1 OPTIONS
                    Content-Length: 0

                    """.formatted("192.0.2.1", route));

            // Then: to the upstream, as whatever a customer sends
            Sighting atUpstream =
                    operator.transcript().await("it at the upstream", SOON, seen -> seen.isRequest("OPTIONS"));
            assertThat(atUpstream.headers("Route")).isEmpty();
            assertThat(bob.transcript().matching(seen -> seen.isRequest("OPTIONS")))
                    .isEmpty();
        }
    }
}
