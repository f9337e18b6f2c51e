package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.proxy.ShardByHand.Sent;
import io.tollgate.gateway.wire.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTableTest {
    private static final String SAME = "one-for-all";

    private final ShardByHand shard = new ShardByHand();

    private void inviteOfTheSameCallId() {
        CallByHand call = new CallByHand(shard);
        String invite = new String(call.inviteMessage(), StandardCharsets.UTF_8);
        shard.receive(CALLER, invite.replace("Call-ID: " + call.callId, "Call-ID: " + SAME));
    }

    private List<Sent> passed() {
        return shard.sent(UPSTREAM, sent -> sent.request("INVITE"));
    }

    private List<Sent> loops() {
        return shard.sent(CALLER, sent -> sent.response(482, "INVITE"));
    }

    @Test
    void shouldTakeNoMoreLiveCallsOfOneCallIdThanARequestCanLookThrough() {
        // Given
        for (int i = 0; i < CallTable.MOST_OF_ONE; i++) {
            inviteOfTheSameCallId();
        }
        assertThat(loops()).isEmpty();

        // When
        inviteOfTheSameCallId();
        new CallByHand(shard).invite();

        // Then
        assertThat(passed()).hasSize(CallTable.MOST_OF_ONE + 1);
        assertThat(loops()).hasSize(1);
        assertThat(shard.counters.loops()).isEqualTo(1);
        assertThat(shard.liveCalls()).isEqualTo(CallTable.MOST_OF_ONE + 1);
    }

    @Test
    void shouldForgetTheEldestThatIsOverForANewOneOfItsCallId() {
        // Given
        for (int i = 0; i < CallTable.MOST_OF_ONE; i++) {
            inviteOfTheSameCallId();
        }
        shard.receive(UPSTREAM, Reply.to(passed().get(3).message(), UPSTREAM, 486, "busy", ""));

        // When
        inviteOfTheSameCallId();
        inviteOfTheSameCallId();

        // Then
        assertThat(passed()).hasSize(CallTable.MOST_OF_ONE + 1);
        assertThat(loops()).hasSize(1);
        assertThat(shard.lingeringBytes()).isZero();
    }
}
