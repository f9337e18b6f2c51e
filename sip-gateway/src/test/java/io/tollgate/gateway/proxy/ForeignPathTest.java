package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A customer's REGISTER may bring a Path of his own, which the registrar then puts behind ours. */
class ForeignPathTest {
    private final ShardByHand shard = new ShardByHand();

    @AfterEach
    void shouldLeaveNothing() {
        shard.terminate("clean-up", "path");
        shard.pass(Duration.ofHours(2));
        assertThat(shard.faults()).isEmpty();
    }

    private static String request(String method, String uri, String host, String... headers) {
        return method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + host + ";branch=z9hG4bK" + method + "\r\n"
                + String.join("\r\n", headers) + "\r\nFrom: <sip:alice@192.0.2.100>;tag=1\r\n"
                + "To: <sip:alice@192.0.2.100>\r\nCall-ID: path\r\nCSeq: 1 " + method
                + "\r\nMax-Forwards: 70\r\nContact: <sip:alice@" + host + ">\r\nContent-Length: 0\r\n\r\n";
    }

    private List<String> registered() {
        shard.receive(CALLER, request("REGISTER", "sip:192.0.2.100", "192.0.2.1:5060", "Path: <sip:10.0.0.5:5060;lr>"));
        SipMessage register = shard.last(UPSTREAM, sent -> sent.request("REGISTER"));
        return register.elements(HeaderName.PATH).stream().map(register::text).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE", "OPTIONS"})
    void shouldLeadNowhereButToTheFlow(String method) {
        // Given
        List<String> path = registered();
        assertThat(path).hasSize(2);

        // When
        shard.receive(
                UPSTREAM,
                request(method, "sip:+8821234567@10.0.0.5", "192.0.2.2:5060", "Route: " + String.join(", ", path)));

        // Then
        SipMessage sent = shard.last(CALLER, one -> one.request(method));
        assertThat(sent.elements(HeaderName.ROUTE).stream().map(sent::text)).containsExactly("<sip:10.0.0.5:5060;lr>");
    }

    @Test
    void shouldLeadNowhereWhenTheTokenIsNotGoodAnyMore() {
        // Given
        List<String> path = registered();

        // When
        shard.receive(
                UPSTREAM,
                request(
                        "OPTIONS",
                        "sip:alice@192.0.2.1",
                        "192.0.2.2:5060",
                        "Route: " + path.get(0).replace("tp=", "tp=x") + ", " + path.get(1)));

        // Then
        assertThat(shard.sent)
                .noneMatch(sent -> sent.to().remote().getHostString().equals("10.0.0.5"));
    }
}
