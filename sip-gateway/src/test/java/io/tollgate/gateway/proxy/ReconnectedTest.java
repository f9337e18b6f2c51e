package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device behind NAT whose connection died in a call, and that speaks again on a new one. */
class ReconnectedTest {
    private static final Flow FIRST = flow("192.0.2.1", 41_000, 1);
    private static final Flow SECOND = flow("192.0.2.1", 42_000, 2);

    private final ShardByHand shard = new ShardByHand();
    private final CallByHand call = new CallByHand(shard);

    private static Flow flow(String address, int port, long connection) {
        return new Flow(Transport.TCP, CALLER.local(), new InetSocketAddress(address, port), connection, false);
    }

    private void from(Flow flow, byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        shard.receive(
                flow,
                text.replace("SIP/2.0/UDP 192.0.2.1", "SIP/2.0/TCP 192.0.2.1")
                        .replace("sip:alice@192.0.2.1:5060", "sip:alice@10.0.0.1:5060;transport=tcp"));
    }

    @BeforeEach
    void answer() {
        shard.account(false, true, null);
        from(FIRST, call.inviteMessage());
        call.respond(200, "b");
        from(FIRST, call.fromCaller("ACK", "b", 1));
    }

    private int hungUp(Flow flow) {
        shard.terminate("t-1", call.callId);
        return shard.sent(flow, sent -> sent.request("BYE")).size();
    }

    @Test
    void shouldReachItOnTheConnectionOnWhichItSpeaksInTheDialog() {
        // Given
        shard.gone.add(FIRST.remote());

        // When
        from(SECOND, call.fromCaller("INFO", "b", 2));
        call.reply(UPSTREAM, "INFO", 200);

        // Then
        assertThat(hungUp(SECOND)).isOne();
    }

    @Test
    void shouldStayWhereItWasAsLongAsTheOtherPartyHasNotAccepted() {
        // Given
        shard.gone.add(FIRST.remote());

        // When
        from(SECOND, call.fromCaller("INFO", "b", 2));
        call.reply(UPSTREAM, "INFO", 500);

        // Then
        assertThat(hungUp(SECOND)).isZero();
    }

    @Test
    void shouldHearItOnItsNewConnectionWhateverItsNeighboursDo() {
        // Given
        shard.gone.add(FIRST.remote());
        assertThat(shard.door.isLive(FIRST)).isTrue();

        // When
        from(SECOND, call.fromCaller("INFO", "b", 2));
        call.reply(UPSTREAM, "INFO", 200);

        // Then
        assertThat(shard.door.isLive(FIRST)).isFalse();
        assertThat(shard.door.isLive(SECOND)).isTrue();
        hungUp(SECOND);
        call.reply(SECOND, "BYE", 200);
        call.reply(UPSTREAM, "BYE", 200);
        assertThat(shard.door.isLive(SECOND)).isFalse();
    }

    @Test
    void shouldReachItWhereItAcknowledgesTheAnswer() {
        // Given
        CallByHand lost = new CallByHand(shard);
        from(FIRST, lost.inviteMessage());
        lost.respond(200, "b");
        shard.gone.add(FIRST.remote());

        // When
        from(SECOND, lost.fromCaller("ACK", "b", 1));
        shard.terminate("t-2", lost.callId);

        // Then
        assertThat(lost.count(SECOND, "BYE")).isOne();
    }

    @Test
    void shouldStayWithAConnectionThatStands() {
        // When
        from(SECOND, call.fromCaller("INFO", "b", 2));
        call.reply(UPSTREAM, "INFO", 200);

        // Then
        assertThat(hungUp(FIRST)).isOne();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.9, INFO, false", "192.0.2.1, INFO, true"})
    void shouldNotFollowWhoComesFromElsewhereOrDoesNotKnowTheDialog(String address, String method, boolean guessed) {
        // Given
        shard.gone.add(FIRST.remote());
        Flow other = flow(address, 43_000, 3);
        String request = new String(call.fromCaller(method, "b", 2), StandardCharsets.UTF_8);

        // When
        from(
                other,
                (guessed ? request.replace("tag=" + call.callerTag, "tag=guess") : request)
                        .getBytes(StandardCharsets.UTF_8));
        if (!guessed) {
            call.reply(UPSTREAM, method, 200);
        }

        // Then
        assertThat(hungUp(other)).isZero();
    }
}
