package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Emergency calls when there is no room for others. */
class EmergencyRoomTest {
    private static final int MOST = 20;

    private static void invite(ShardByHand shard, String to) {
        for (int i = 0; i < MOST; i++) {
            String id = to + "-" + i;
            shard.receive(
                    CALLER,
                    "INVITE sip:" + to + "@192.0.2.100:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK"
                            + id
                            + "\r\nFrom: <sip:n@h>;tag=t" + i + "\r\nTo: <sip:" + to + "@h>\r\nCall-ID: " + id
                            + "\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContact: <sip:n@192.0.2.1>\r\n"
                            + "Content-Length: 0\r\n\r\n");
        }
    }

    private static int reached(ShardByHand shard, String to) {
        return shard.sent(
                        UPSTREAM,
                        sent -> sent.request("INVITE")
                                && sent.message().targetText().contains(to))
                .size();
    }

    @Test
    void shouldTakeEmergencyCallsWhileStartingOrDraining() {
        // Given
        ShardByHand shard = new ShardByHand();
        shard.accepting = false;

        // When
        invite(shard, "493012345");
        invite(shard, "112");

        // Then
        assertThat(reached(shard, "493012345")).isZero();
        assertThat(reached(shard, "112")).isEqualTo(MOST);
    }

    @Test
    void shouldSendEmergencyCallsElsewhereOnceItHasGivenUpWhatRings() {
        // Given
        ShardByHand shard = new ShardByHand();
        shard.accepting = false;
        shard.giveUp();

        // When
        invite(shard, "112");

        // Then
        assertThat(reached(shard, "112")).isZero();
        assertThat(shard.sent(CALLER, sent -> sent.response(503, "INVITE"))).hasSize(MOST);
    }

    @Test
    void shouldTakeEmergencyCallsInOverload() {
        // Given
        ShardByHand shard = new ShardByHand();
        shard.overload();

        // When
        invite(shard, "493012345");
        invite(shard, "112");

        // Then
        assertThat(reached(shard, "493012345")).isZero();
        assertThat(reached(shard, "112")).isEqualTo(MOST);
    }

    @Test
    void shouldTakeEmergencyCallsWhenTheQueueIsFullForOthers() {
        // Given
        ShardByHand shard = new ShardByHand();
        shard.busy = true;
        for (int i = 0; shard.counters.shed() == 0; i++) {
            shard.receive(CALLER, new CallByHand(shard).inviteMessage());
            assertThat(i).isLessThan(1_000_000);
        }

        // When
        invite(shard, "493012345");
        invite(shard, "112");
        shard.busy = false;
        shard.pass(Duration.ofMillis(100));

        // Then
        assertThat(reached(shard, "493012345@")).isZero();
        assertThat(reached(shard, "112@")).isEqualTo(MOST);
    }

    @Test
    void shouldTakeEmergencyCallsUpToTheHardBoundWhenTheTransactionsAreFull() {
        // Given
        Limits usual = Limits.DEFAULTS;
        ShardByHand shard = new ShardByHand(new Limits(
                usual.calls(),
                MOST,
                usual.ringing(),
                usual.early(),
                usual.decision(),
                usual.acknowledgement(),
                usual.retryAfter(),
                usual.handover(),
                usual.unconfirmed(),
                usual.linger(),
                usual.journal(),
                usual.ping(),
                usual.datagramBytes()));
        invite(shard, "493012345");

        // When
        invite(shard, "112");

        // Then
        assertThat(reached(shard, "493012345")).isEqualTo(MOST / 2);
        assertThat(reached(shard, "112")).isEqualTo(MOST / 2);
        assertThat(shard.transactions()).isEqualTo(2 * MOST);
    }
}
