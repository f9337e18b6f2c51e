package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.wire.Reply;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes late for a call that a party has ended. */
class FoldedCallTest extends Races {
    private static final Duration LINGER = Limits.DEFAULTS.linger();

    private void over() {
        call.answered("a");
        hungUp();
    }

    private void hungUp() {
        call.caller("BYE", "a");
        call.reply(UPSTREAM, "BYE", 200);
    }

    private List<String> tags(String method) {
        return shard.sent(UPSTREAM, sent -> sent.request(method) && sent.own()).stream()
                .map(sent -> sent.message().toTag())
                .toList();
    }

    @Test
    void shouldEndAForkThatAnswersWhenAllIsOver() {
        // Given
        over();

        // When
        call.respond(200, "b");
        call.reply(UPSTREAM, "BYE", 200);
        call.respond(200, "b");

        // Then
        assertThat(tags("ACK")).containsExactly("b", "b");
        assertThat(tags("BYE")).containsExactly("b");
        assertThat(call.got(UPSTREAM, "BYE").targetText()).isEqualTo("sip:b@192.0.2.2:5060");
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 200);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLER, null));
    }

    @Test
    void shouldLeaveThe2xxThatComesAgainToTheCaller() {
        // Given
        over();

        // When
        call.respond(200, "a");

        // Then
        assertThat(tags("ACK")).isEmpty();
        assertThat(tags("BYE")).isEmpty();
    }

    @Test
    void shouldAcceptTheByeThatCrosses() {
        // Given
        over();

        // When
        call.callee("BYE", "a");

        // Then
        assertThat(call.statuses(UPSTREAM, "BYE")).containsExactly(200);
        assertThat(call.count(CALLER, "BYE")).isZero();
        assertThat(ends()).hasSize(1);
    }

    @Test
    void shouldKnowNothingElseOfIt() {
        // Given
        over();

        // When
        call.caller("INFO", "a");
        call.callee("INFO", "a");

        // Then
        assertThat(call.statuses(CALLER, "INFO")).containsExactly(481);
        assertThat(call.statuses(UPSTREAM, "INFO")).containsExactly(481);
    }

    @Test
    void shouldPassTheAckThatComesLate() {
        // Given
        call.invite();
        call.respond(200, "a");
        hungUp();

        // When
        call.ack("a");

        // Then
        assertThat(call.count(UPSTREAM, "ACK")).isEqualTo(1);
        assertThat(call.got(UPSTREAM, "ACK").targetText()).isEqualTo("sip:a@192.0.2.2:5060");
    }

    @Test
    void shouldKnowEachOfItsDialogs() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.respond(180, "b");
        call.respond(200, "b");
        call.ack("b");
        call.callee("BYE", "b");
        call.reply(CALLER, "BYE", 200);

        // When
        call.caller("BYE", "b");
        call.caller("BYE", "a");

        // Then
        assertThat(call.statuses(CALLER, "BYE")).containsExactly(200, 200);
        assertThat(call.count(UPSTREAM, "BYE")).isZero();
    }

    @Test
    void shouldTellItFromAnotherOfItsCallId() {
        // Given
        over();
        byte[] bye = call.fromCallee("BYE", "a", 101);
        CallByHand again = new CallByHand(shard);
        String invite = text(again.inviteMessage()).replace("Call-ID: " + again.callId, "Call-ID: " + call.callId);
        shard.receive(CALLER, invite);

        // When
        shard.receive(UPSTREAM, bye);
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.statuses(UPSTREAM, "BYE")).containsExactly(200);
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 200, 100, 403);
        call.respond(487, "b");
    }

    @Test
    void shouldTakeNothingMoreFromStreams() {
        // Given
        over();

        // When
        shard.decide(shard.events.get(0).call().callId(), false);
        call.callee("BYE", "a");
        shard.decide(shard.events.get(0).call().callId(), true);
        shard.terminate("t", call.callId);

        // Then
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLER, null));
        assertThat(tags("BYE")).isEmpty();
    }

    @Test
    void shouldKnowACallThatWasTakenUpFromAnotherLife() {
        // Given
        call.answered("a");
        shard.pass(Duration.ofSeconds(2));
        CallSnapshot snapshot = shard.kept.calls.values().iterator().next();
        ShardByHand next = new ShardByHand();
        next.resume(snapshot);
        next.receive(CALLER, call.fromCaller("BYE", "a", 2));
        next.receive(UPSTREAM, Reply.to(next.last(UPSTREAM, sent -> sent.request("BYE")), UPSTREAM, 200, "proxy", ""));

        long folded = next.lingeringBytes();

        // When
        next.receive(UPSTREAM, call.fromCallee("BYE", "a", 101));

        // Then
        assertThat(next.sent(UPSTREAM, sent -> sent.response(200, "BYE"))).hasSize(1);
        assertThat(folded).isPositive();
    }

    @Test
    void shouldForgetItWhenItsTimeIsOver() {
        // Given
        over();

        // Then
        assertHeldForItsTime();
    }

    @Test
    void shouldForgetItAsLongAfterItWasFirstAskedFor() {
        // Given
        over();
        shard.pass(LINGER.minusSeconds(1));

        // When
        call.callee("BYE", "a");

        // Then
        assertHeldForItsTime();
    }

    private void assertHeldForItsTime() {
        shard.pass(LINGER.minusSeconds(1));
        assertThat(shard.lingeringBytes()).isPositive();
        shard.pass(Duration.ofSeconds(2));
        assertThat(shard.lingeringBytes()).isZero();
    }

    @Test
    void shouldHoldNothingOfTheCallItself() {
        // Given
        over();
        WeakReference<?> facts = new WeakReference<>(shard.events.get(0).call());

        // When
        shard.events.clear();
        System.gc();

        // Then
        assertThat(facts.refersTo(null)).isTrue();
        assertThat(shard.lingeringBytes()).isPositive();
    }
}
