package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Tollgate answers itself, line by line: 100 (RFC 3261 section 8.2.6.1), and OPTIONS to it (section 11.2). */
class OwnAnswersTest extends Races {
    private static String options(String... headers) {
        return "OPTIONS sip:192.0.2.100:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKo\r\n"
                + "From: <sip:alice@192.0.2.100>;tag=o\r\nTo: <sip:192.0.2.100>\r\nCall-ID: o\r\nCSeq: 1 OPTIONS\r\n"
                + "Max-Forwards: 70\r\n" + String.join("", headers) + "Content-Length: 0\r\n\r\n";
    }

    private String answer(int status, String method) {
        return text(shard.last(CALLER, sent -> sent.response(status, method)).bytes());
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void shouldCopyTheTimestampInto100(Transport transport) {
        // Given
        Flow from = Flow.to(transport, CALLER.local(), CALLER.remote());
        String invite = text(call.inviteMessage())
                .replace("SIP/2.0/UDP", "SIP/2.0/" + transport.viaName())
                .replace("CSeq: ", "tImEsTaMp:  54.25\r\n 0.5\r\nCSeq: ");

        // When
        shard.receive(from, invite);
        shard.pass(Duration.ofMillis(300));

        // Then
        assertThat(answer(100, "INVITE")).contains("\r\nTimestamp: 54.25 0.5\r\n");
        call.cancel();
        call.respond(100, "a");
        call.respond(487, "a");
        call.ackFailure();
    }

    @Test
    void shouldCopyNoTimestampIntoAFinalResponse() {
        // When
        shard.receive(CALLER, options("Timestamp: 54\r\n"));

        // Then
        assertThat(answer(200, "OPTIONS")).doesNotContain("Timestamp");
    }

    @Test
    void shouldSayThatABodyOfAnyTypePasses() {
        // When
        shard.receive(CALLER, options("Require:\r\n"));

        // Then
        assertThat(answer(200, "OPTIONS")).contains("\r\nAccept: */*\r\n").doesNotContain("Allow:", "Supported:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Require: foo, 100rel\r\n", "Require: foo\r\nrequire: ,\r\n 100rel\r\n"})
    void shouldNameWhatItDoesNotSupport(String require) {
        // When
        shard.receive(CALLER, options(require));

        // Then
        assertThat(answer(420, "OPTIONS"))
                .startsWith("SIP/2.0 420 Bad Extension\r\n")
                .contains("\r\nUnsupported: foo, 100rel\r\n");
    }

    @Test
    void shouldPassWhatOthersAreAskedToSupport() {
        // When
        shard.receive(CALLER, options("Require: foo\r\n").replace("OPTIONS sip:", "OPTIONS sip:bob@"));

        // Then
        assertThat(shard.sent(UPSTREAM, sent -> sent.request("OPTIONS"))).hasSize(1);
    }

    @Test
    void shouldSayThatItDoesNotServeWhileItStarts() {
        // Given
        shard.accepting = false;

        // When
        shard.receive(CALLER, options());

        // Then
        assertThat(answer(503, "OPTIONS")).doesNotContain("Accept:");
    }
}
