package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copies, loops, hops and strict routers. */
class LoopsAndHopsTest extends Races {
    @Test
    void shouldFindTheRequestThatComesBackAsItWasSent() {
        // Given
        call.invite();
        SipMessage sent = call.sentInvite();

        // When
        String looped =
                text(sent.bytes()).replaceFirst("Via: ", "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKloop\r\nVia: ");
        shard.receive(UPSTREAM, looped);

        // Then
        assertThat(call.statuses(UPSTREAM, "INVITE")).containsExactly(482);
        assertThat(call.count(UPSTREAM, "INVITE")).isEqualTo(1);
        assertThat(shard.counters.loops()).isEqualTo(1);
    }

    @Test
    void shouldPassTheRequestThatSpirals() {
        // Given
        call.invite();
        SipMessage sent = call.sentInvite();

        // When
        String spiral = text(sent.bytes())
                .replaceFirst("sip:493012345678@192.0.2.2:5060", "sip:bob@192.0.2.9:5060")
                .replaceFirst("Via: ", "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKspiral\r\nVia: ");
        shard.receive(UPSTREAM, spiral);

        // Then
        assertThat(shard.sent)
                .anyMatch(one -> one.request("INVITE")
                        && one.to().remote().getAddress().getHostAddress().equals("192.0.2.9"));
        shard.pass(Duration.ofSeconds(40));
    }

    @Test
    void shouldCountEachCopyOfAMergedInvite() {
        // Given
        shard.account(false, false, 1);
        call.invite();
        call.respond(180, "a");

        // When
        String copy = text(call.inviteMessage()).replace(call.callId + "i", call.callId + "copy");
        shard.receive(CALLER, copy);
        call.respond(180, "b");

        // Then
        assertThat(call.count(UPSTREAM, "INVITE")).isEqualTo(2);
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 100, 486);
        assertThat(call.count(UPSTREAM, "CANCEL")).isEqualTo(1);
        shard.pass(Duration.ofSeconds(40));
    }

    @Test
    void shouldAddTheHopsThatAreMissing() {
        // When
        shard.receive(CALLER, text(call.inviteMessage()).replace("Max-Forwards: 70\r\n", ""));

        // Then
        assertThat(call.sentInvite().maxForwards()).isEqualTo(70);
    }

    @Test
    void shouldForwardNothingWithoutHopsLeft() {
        // Given
        call.answered("a");

        // When
        String bye = text(call.fromCaller("BYE", "a", 2)).replace("Max-Forwards: 70", "Max-Forwards: 0");
        shard.receive(CALLER, bye);

        // Then
        assertThat(call.statuses(CALLER, "BYE")).containsExactly(483);
        assertThat(shard.liveCalls()).isEqualTo(1);
    }

    @Test
    void shouldRouteWhatAStrictRouterSent() {
        // Given
        call.answered("a");
        String loose = text(call.fromCaller("BYE", "a", 2));
        String route = loose.substring(loose.indexOf("Route: <") + 8, loose.indexOf(">", loose.indexOf("Route: <")));

        // When
        String strict = loose.replaceFirst("BYE sip:a@192.0.2.2:5060", "BYE " + route)
                .replaceFirst("Route: <[^>]*>", "Route: <sip:a@192.0.2.2:5060>");
        shard.receive(CALLER, strict);

        // Then
        SipMessage sent = call.got(UPSTREAM, "BYE");
        assertThat(sent.targetText()).isEqualTo("sip:a@192.0.2.2:5060");
        assertThat(sent.elements(HeaderName.ROUTE)).isEmpty();
    }

    @Test
    void shouldSpeakToAStrictRouterAsItWants() {
        // Given
        call.invite();
        String answer = text(call.response(200, "a"))
                .replaceFirst("Record-Route: ", "Record-Route: <sip:old@192.0.2.2:5060>\r\nRecord-Route: ");
        shard.receive(UPSTREAM, answer);
        String ack = text(call.fromCaller("ACK", "a", 1))
                .replaceFirst("(Route: <[^\r]*\r\n)", "$1Route: <sip:old@192.0.2.2:5060>\r\n");

        // When
        shard.receive(CALLER, ack);
        shard.terminate("t", call.callId);

        // Then
        for (String method : List.of("ACK", "BYE")) {
            SipMessage sent = call.got(UPSTREAM, method);
            assertThat(sent.targetText()).isEqualTo("sip:old@192.0.2.2:5060");
            assertThat(sent.elements(HeaderName.ROUTE).stream().map(sent::text))
                    .containsExactly("<sip:a@192.0.2.2:5060>");
        }
    }
}
