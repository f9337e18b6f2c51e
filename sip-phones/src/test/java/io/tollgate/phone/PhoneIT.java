package io.tollgate.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A phone and the test upstream, without anything between them. */
class PhoneIT {
    private final TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);

    @AfterEach
    void hangUp() {
        upstream.close();
    }

    private Phone alice(Hop.Transport transport) {
        return Phone.of("alice")
                .proxy(Hop.udp(upstream.address()).over(transport))
                .open();
    }

    @ParameterizedTest
    @EnumSource(Hop.Transport.class)
    void shouldTellTheStoryOfACallAtBothEndsWhenTheCallerHangsUp(Hop.Transport transport) {
        try (Phone alice = alice(transport)) {
            // Given
            PlacedCall call = alice.invite("4930123456");
            ReceivedCall received = upstream.awaitCall();
            call.awaitAnswered();

            // When
            Sighting response = call.await("200 to the BYE", call.hangUp(), Call.PATIENCE);

            // Then
            assertThat(response.isResponse(200, "BYE")).isTrue();
            assertThat(received.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
            assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.US);
            assertThat(starts(call))
                    .containsExactly(
                            "INVITE sip:4930123456@" + upstream.phone().hop().hostPort() + " SIP/2.0",
                            "SIP/2.0 100 Trying",
                            "SIP/2.0 180 Ringing",
                            "SIP/2.0 200 OK",
                            "ACK sip:upstream@" + upstream.phone().hop().hostPort()
                                    + (transport == Hop.Transport.TCP ? ";transport=tcp" : "") + " SIP/2.0",
                            "BYE sip:upstream@" + upstream.phone().hop().hostPort()
                                    + (transport == Hop.Transport.TCP ? ";transport=tcp" : "") + " SIP/2.0",
                            "SIP/2.0 200 OK");
            assertThat(received.steps())
                    .extracting(CallStep::kind)
                    .containsExactly(
                            CallStep.Kind.INVITED,
                            CallStep.Kind.PROVISIONAL,
                            CallStep.Kind.ANSWERED,
                            CallStep.Kind.ACKNOWLEDGED,
                            CallStep.Kind.ENDED);
            assertThat(alice.transcript().repeatsSent() + alice.transcript().repeatsReceived())
                    .isZero();
            assertThat(alice.unreadable()).isEmpty();
            assertThat(alice.faults() + upstream.phone().faults()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Hop.Transport.class)
    void shouldEndTheCallerWhenTheCalleeHangsUp(Hop.Transport transport) {
        try (Phone alice = alice(transport)) {
            // Given
            PlacedCall call = alice.invite("4930123456");
            ReceivedCall received = upstream.awaitCall();
            call.awaitAnswered();

            // When
            received.hangUp(List.of("Reason: Q.850;cause=16"));

            // Then
            assertThat(call.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
            assertThat(call.awaitEnded().reason()).isEqualTo("Q.850;cause=16");
        }
    }

    @ParameterizedTest
    @EnumSource(Hop.Transport.class)
    void shouldCallFromItsOwnAddress(Hop.Transport transport) {
        try (Phone alice = Phone.of("alice")
                .bind("127.0.0.9", 0)
                .proxy(Hop.udp(upstream.address()).over(transport))
                .open()) {
            // When
            PlacedCall call = alice.invite("4930123456");
            ReceivedCall received = upstream.awaitCall();
            call.awaitAnswered();

            // Then
            assertThat(received.messages().get(0).peer().address().getHostString())
                    .isEqualTo("127.0.0.9");
        }
    }

    private static List<String> starts(Call call) {
        return call.messages().stream().map(Sighting::startLine).toList();
    }
}
