package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.Transport;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An INVITE that is too long for UDP, and an upstream before which a firewall drops what is TCP, or none. */
class LargeRequestTest {
    private static final String LONG = "X-Long: " + "x".repeat(1_400);

    private final ShardByHand shard = new ShardByHand();
    private final CallByHand call = new CallByHand(shard, LONG);

    @AfterEach
    void shouldLeaveNothing() {
        shard.pass(Duration.ofMinutes(10));
        assertThat(shard.liveCalls()).isZero();
        assertThat(shard.transactions()).isZero();
        assertThat(shard.timers()).isZero();
        assertThat(shard.faults()).isEmpty();
    }

    private long sentBy(Transport transport) {
        return shard.sent(UPSTREAM, sent -> sent.request("INVITE") && sent.to().transport() == transport)
                .size();
    }

    @Test
    void shouldGoByTcpWhereThatComesAbout() {
        // When
        call.invite();
        shard.pass(Duration.ofSeconds(2));

        // Then
        assertThat(sentBy(Transport.TCP)).isEqualTo(1);
        assertThat(sentBy(Transport.UDP)).isZero();
        call.respond(404, "a");
        call.ackFailure();
    }

    @Test
    void shouldGoByUdpAfterAMomentWhereAFirewallDropsTcpAndAtOnceTheNextTime() {
        // Given
        shard.firewalled = true;

        // When
        call.invite();
        shard.pass(Duration.ofMillis(490));
        assertThat(sentBy(Transport.UDP)).isZero();
        shard.pass(Duration.ofMillis(20));

        // Then
        assertThat(sentBy(Transport.UDP)).isEqualTo(1);
        call.respond(404, "a");
        call.ackFailure();
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 404);
        CallByHand next = new CallByHand(shard, LONG).invite();
        assertThat(sentBy(Transport.UDP)).isEqualTo(2);
        next.respond(404, "a");
        next.ackFailure();
    }
}
