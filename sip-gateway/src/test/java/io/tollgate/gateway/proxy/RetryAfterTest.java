package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.Defence;
import io.tollgate.gateway.upstream.UpstreamProxy;
import io.tollgate.gateway.upstream.UpstreamRoute;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Reply;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An upstream that says 503, and when it will serve again. */
class RetryAfterTest {
    private static final Flow SECOND = Flow.to(Transport.UDP, CALLER.local(), new InetSocketAddress("192.0.2.3", 5060));

    private final ShardByHand shard = new ShardByHand(
            Limits.DEFAULTS, Defence.DEFAULTS, new UpstreamRoute(new UpstreamProxy("192.0.2.3", 5060), SECOND, 1, 1));

    /** Often enough that it is meant. */
    private void refused(String retryAfter) {
        for (int i = 0; i < 3; i++) {
            refusedOnce(retryAfter);
        }
        // The same is enough for it to be down.
        checked(200);
    }

    private void refusedOnce(String retryAfter) {
        CallByHand call = new CallByHand(shard).invite();
        call.respond(503, "x", "Retry-After: " + retryAfter);
        assertThat(call.count(SECOND, "INVITE")).isOne();
        call.reply(SECOND, "INVITE", 404);
    }

    /** It is asked whether it serves, and answers so. */
    private void checked(int status, String... headers) {
        shard.check();
        SipMessage asked = shard.last(UPSTREAM, sent -> sent.request("OPTIONS"));
        shard.receive(UPSTREAM, Reply.to(asked, UPSTREAM, status, "u", String.join("", headers)));
    }

    private boolean asked() {
        return new CallByHand(shard).invite().count(UPSTREAM, "INVITE") > 0;
    }

    @ParameterizedTest
    @CsvSource({"10, 10", "10 (soon), 10", "10;duration=5, 10", "86400, 60"})
    void shouldBeLeftAloneForAsLongAsItAsksAndAMinuteAtMost(String retryAfter, int seconds) {
        // When
        refused(retryAfter);

        // Then
        shard.pass(Duration.ofSeconds(seconds - 1));
        assertThat(asked()).isFalse();
        shard.pass(Duration.ofSeconds(1));
        assertThat(asked()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0", "soon", "''"})
    void shouldBeAskedAgainWhereItDoesNotSay(String retryAfter) {
        // When
        refused(retryAfter);

        // Then
        assertThat(asked()).isTrue();
    }

    @Test
    void shouldBeAskedAgainAfterASingleOneWhichMayBeMeantForOneCaller() {
        // When
        refusedOnce("60");
        refusedOnce("60");

        // Then
        assertThat(asked()).isTrue();
    }

    @Test
    void shouldCountThoseInARowOnly() {
        // Given
        refusedOnce("60");
        refusedOnce("60");
        new CallByHand(shard).invite().respond(404, "x");

        // When
        refusedOnce("60");

        // Then
        assertThat(asked()).isTrue();
    }

    @Test
    void shouldNotBeBlamedForACallThatRangOrWasCancelled() {
        // When
        for (int i = 0; i < 3; i++) {
            CallByHand call = new CallByHand(shard).invite();
            call.respond(180, "x");
            call.respond(503, "x", "Retry-After: 60");
            CallByHand cancelled = new CallByHand(shard).invite();
            cancelled.cancel();
            cancelled.respond(503, "x", "Retry-After: 60");
        }

        // Then
        assertThat(asked()).isTrue();
    }

    @Test
    void shouldBeLeftAloneAtOnceWhenItSaysSoToAQuestionOfOurOwn() {
        // When
        checked(503, "Retry-After: 10\r\n");

        // Then
        assertThat(asked()).isFalse();
        shard.pass(Duration.ofSeconds(10));
        assertThat(asked()).isTrue();
    }

    @Test
    void shouldBeAskedAllTheSameWhenThereIsNoOther() {
        // Given
        ShardByHand alone = new ShardByHand();
        for (int i = 0; i < 3; i++) {
            new CallByHand(alone).invite().respond(503, "x", "Retry-After: 10");
        }

        // When
        int asked = new CallByHand(alone).invite().count(UPSTREAM, "INVITE");

        // Then
        assertThat(asked).isOne();
    }
}
