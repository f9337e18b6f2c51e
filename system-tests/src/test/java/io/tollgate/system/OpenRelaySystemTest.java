package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.phone.Dial;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.Sighting;
import io.tollgate.testsupport.fixture.Cast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody reaches a third party through Tollgate by what he writes into Route or To. */
class OpenRelaySystemTest {

    private final Cluster cluster = Cluster.shared();
    private final GatewayProcess gateway = cluster.first();

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "BYE", "MESSAGE", "INFO", "REFER"})
    void shouldAnswer481WhenToTagIsInvented(String method) {
        // Given
        try (RawSocket stranger = RawSocket.udp();
                Phone target = Phone.of("relay-target").open()) {
            String route = "<sip:" + gateway.sip().hostPort() + ";lr>, <" + target.uri() + ";lr>";
            String callId = "invented-" + method + "-" + stranger.address().getPort();

            // When
            stranger.send(gateway.sip().address(), request("ACK", callId, route, target));
            stranger.send(gateway.sip().address(), request(method, callId, route, target));

            // Then
            Sighting answer = stranger.await(
                    "481 to the " + method, Cluster.PATIENCE, sighting -> sighting.isResponse(481, method));
            assertThat(answer.callId()).isEqualTo(callId);
            assertThat(target.transcript().all()).isEmpty();
        }
    }

    @Test
    void shouldAnswer481WhenTheTokenIsOfAnotherCall() {
        // Given
        try (RawSocket stranger = RawSocket.udp();
                Phone target = Phone.of("relay-target").open();
                Phone phone = gateway.phone("relay-customer").open()) {
            PlacedCall call = phone.invite(Cast.LOCAL);
            String token = call.awaitAnswered().header("Record-Route");
            assertThat(token).contains(gateway.sip().hostPort());

            // When
            stranger.send(gateway.sip().address(), request("BYE", "stolen-token", token, target));

            // Then
            stranger.awaitStatus(481);
            assertThat(target.transcript().all()).isEmpty();
            call.hangUp();
            call.awaitEnded();
        }
    }

    @Test
    void shouldSendFirstInviteToTheUpstreamWhenRouteIsPreloaded() {
        // Given
        try (Phone phone = gateway.phone("relay-router").open();
                Phone target = Phone.of("relay-target").open()) {
            Dial dial = Dial.to(Cast.LOCAL)
                    .route("<sip:" + gateway.sip().hostPort() + ";lr>")
                    .route("<" + target.uri() + ";lr>");

            // When
            PlacedCall call = phone.invite(dial);

            // Then
            ReceivedCall arrived =
                    cluster.upstream().awaitCall(received -> received.callId().equals(call.callId()));
            assertThat(arrived.invite().headers("Route")).isEmpty();
            call.awaitAnswered();
            call.hangUp();
            call.awaitEnded();
            assertThat(target.transcript().all()).isEmpty();
        }
    }

    @Test
    void shouldSendFirstInviteToTheUpstreamWhenRequestUriNamesAnother() {
        // Given
        try (Phone phone = gateway.phone("relay-direct").open();
                Phone target = Phone.of("relay-target").open()) {

            // When
            PlacedCall call = phone.invite(target.uri());

            // Then
            ReceivedCall arrived =
                    cluster.upstream().awaitCall(received -> received.callId().equals(call.callId()));
            assertThat(arrived.invite().requestUri()).isEqualTo(target.uri());
            call.awaitAnswered();
            call.hangUp();
            call.awaitEnded();
            assertThat(target.transcript().all()).isEmpty();
        }
    }

    private static String request(String method, String callId, String route, Phone target) {
        return """
                %s %s SIP/2.0
                Via: SIP/2.0/UDP [local];rport;branch=[branch]
                Max-Forwards: 70
                Route: %s
                From: <sip:stranger@[local]>;tag=one
                To: <sip:somebody@tollgate.example>;tag=invented
                Call-ID: %s
                CSeq: 7 %s
                Contact: <sip:stranger@[local]>
                Content-Length: 0

                """.formatted(method, target.uri(), route, callId, method);
    }
}
