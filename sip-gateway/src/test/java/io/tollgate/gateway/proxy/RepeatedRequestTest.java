package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An INVITE that comes again is not another one, and whoever has stopped repeating his is waiting for us. */
class RepeatedRequestTest {
    private static final Flow STRANGER =
            Flow.to(Transport.UDP, CALLER.local(), new InetSocketAddress("192.0.2.7", 5060));
    private static final Duration TIMER_H = Duration.ofSeconds(33);

    private final ShardByHand shard = new ShardByHand();
    private final CallByHand call = new CallByHand(shard);

    @AfterEach
    void shouldLeaveNothing() {
        shard.pass(Duration.ofMinutes(10));
        assertThat(shard.liveCalls()).isZero();
        assertThat(shard.transactions()).isZero();
        assertThat(shard.timers()).isZero();
        assertThat(shard.faults()).isEmpty();
    }

    @Test
    void shouldNotRefuseACallThatIsUnderWayWhenThereIsTooMuchToDo() {
        // Given
        call.invite();
        shard.overload();

        // When
        call.invite();

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 100);
        CallByHand another = new CallByHand(shard).invite();
        assertThat(another.statuses(CALLER, "INVITE")).containsExactly(503);
    }

    @Test
    void shouldRepeatARefusalToAStrangerWhoWasToldThatItIsTried() {
        // Given
        shard.receive(STRANGER, call.inviteMessage());
        shard.receive(STRANGER, call.inviteMessage());
        shard.pass(Duration.ofMillis(300));

        // When
        call.respond(404, "a");
        shard.pass(TIMER_H);

        // Then
        assertThat(call.statuses(STRANGER, "INVITE"))
                .startsWith(100, 404, 404, 404)
                .hasSizeLessThan(6);
    }

    @Test
    void shouldNotRepeatARefusalToAStrangerWhoStillRepeatsHisInvite() {
        // Given
        shard.receive(STRANGER, call.inviteMessage());

        // When
        call.respond(404, "a");
        shard.pass(TIMER_H);

        // Then
        assertThat(call.statuses(STRANGER, "INVITE")).containsExactly(404);
    }

    @Test
    void shouldRepeatAChallengeAndTellNoOtherAttempt() {
        // Given
        shard.accounts.put(new AccountSettings(
                ShardByHand.ACCOUNT,
                true,
                List.of(),
                List.of(),
                false,
                null,
                false,
                DigestScript.ha1(ShardByHand.ACCOUNT, "tollgate", "open sesame"),
                null,
                null));
        call.invite();

        // When
        shard.pass(Duration.ofMillis(500));
        call.invite();

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(407, 407);
        assertThat(shard.told())
                .containsExactly(new Happening.Attempted(null), Happening.Ended.by(EndCause.FAILED, 407));
        assertThat(shard.counters.attempts()).isEqualTo(1);
        assertThat(call.count(UPSTREAM, "INVITE")).isZero();

        // When
        shard.pass(TIMER_H);
        call.invite();

        // Then
        assertThat(shard.counters.attempts()).isEqualTo(2);
    }
}
