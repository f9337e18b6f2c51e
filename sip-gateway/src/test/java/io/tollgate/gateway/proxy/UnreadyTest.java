package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.wire.HeaderName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers are told while the gateway starts or drains, where the operator has said what. */
class UnreadyTest {
    private final ShardByHand shard = new ShardByHand(new RefusalCodes(403, 486, 402, 403, 403, 480, 500));
    private final CallByHand call = new CallByHand(shard);

    @AfterEach
    void shouldLeaveNothing() {
        shard.pass(Duration.ofHours(2));
        assertThat(shard.transactions()).isZero();
        assertThat(shard.faults()).isEmpty();
    }

    private List<Integer> refusals() {
        return shard.sent(CALLER, sent -> sent.message().status() >= 300).stream()
                .map(sent -> sent.message().status())
                .distinct()
                .toList();
    }

    @Test
    void shouldRefuseACallAsInOverload() {
        // Given
        shard.accepting = false;

        // When
        shard.receive(CALLER, call.inviteMessage());

        // Then
        assertThat(refusals()).containsExactly(500);
        assertThat(shard.last(CALLER, sent -> sent.response(500, "INVITE")).header(HeaderName.RETRY_AFTER))
                .isNotNull();
        assertThat(shard.sent(UPSTREAM, sent -> true)).isEmpty();
    }

    @Test
    void shouldGiveUpWhatRingsAsInOverload() {
        // Given
        call.invite();
        call.respond(180, "a");

        // When
        shard.giveUp();

        // Then
        assertThat(refusals()).containsExactly(500);
        call.respond(487, "a");
        call.ackFailure();
    }

    @Test
    void shouldRefuseAReinviteThatOnlyATokenSpeaksForAsInOverload() {
        // Given
        ShardByHand owner = new ShardByHand();
        CallByHand elsewhere = new CallByHand(owner);
        elsewhere.answered("a");
        shard.accepting = false;

        // When
        shard.receive(CALLER, elsewhere.fromCaller("INVITE", "a", 2));

        // Then
        assertThat(refusals()).containsExactly(500);
    }

    @Test
    void shouldRefuseAMessageThatOnlyATokenSpeaksForWith503() {
        // Given
        ShardByHand owner = new ShardByHand();
        CallByHand elsewhere = new CallByHand(owner);
        elsewhere.answered("a");
        shard.accepting = false;

        // When
        shard.receive(CALLER, elsewhere.fromCaller("MESSAGE", "a", 2));

        // Then
        assertThat(refusals()).containsExactly(503);
    }
}
