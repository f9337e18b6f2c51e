package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Action;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.EndCause;
import io.tollgate.FraudVerdict;
import io.tollgate.Leg;
import io.tollgate.LegClosed;
import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.TerminationReason;
import io.tollgate.phone.Call;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.CallLoad;
import io.tollgate.phone.CallStep;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.Sighting;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Orders;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Verdicts of a fraud system and commands of an operator, from another process, about some of a thousand live calls: they
 * end at both ends, and no other call is touched. Each test takes other calls; the n-th call is user {@code n % 100}'s,
 * and each user has five calls to one prefix and five to another.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerdictSystemTest {
    private static final int CALLS = 1_000;
    private static final int USERS = 100;
    private static final int AT_ONE_TIME = 50;
    private static final String SOURCE = "127.0.0.23";
    private static final String HARMLESS = "49301";
    private static final String DEAR = "88217";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Cluster cluster = Cluster.shared();
    private final Map<String, ReceivedCall> callees = new HashMap<>();
    private Phone callers;
    private List<PlacedCall> calls;

    @BeforeAll
    void placeAThousandCalls() {
        Rehearsal.of(cluster.first(), SOURCE);
        callers = cluster.first().phone("callers").bind(SOURCE, 0).open();
        CallLoad load = CallLoad.of(callers, CALLS)
                .perSecond(200)
                .users(USERS)
                .to(VerdictSystemTest::number)
                .start()
                .awaitAnswered(PATIENCE);
        calls = load.calls();
        for (Call call : cluster.upstream().calls()) {
            if (call instanceof ReceivedCall received) {
                callees.put(received.callId(), received);
            }
        }
        assertThat(load.live()).hasSize(CALLS);
    }

    @AfterAll
    void endThem() {
        calls.stream().filter(Call::live).forEach(Call::hangUp);
        callers.close();
    }

    @Test
    void shouldEndOneCallByItsSipCallId() {
        // Given
        List<PlacedCall> live = live();
        PlacedCall named = calls.get(7);

        // When
        FraudVerdict verdict = publish(Orders.terminateCall(named.callId()));

        // Then
        assertTerminated(List.of(named), verdict.getVerdictId(), TerminationReason.FRAUD_VERDICT);
        assertUntouched(live, List.of(named));
    }

    @Test
    void shouldEndTheCallsOfAnAccount() {
        // Given
        List<PlacedCall> live = live();
        List<PlacedCall> named = calls(n -> n % USERS == 11);

        // When
        FraudVerdict verdict = publish(Orders.terminateAccount(user(11)));

        // Then
        assertTerminated(named, verdict.getVerdictId(), TerminationReason.FRAUD_VERDICT);
        assertUntouched(live, named);
    }

    @Test
    void shouldEndTheCallsOfAnAccountToAPrefix() {
        // Given
        List<PlacedCall> live = live();
        List<PlacedCall> named = calls(n -> n % USERS == 22 && number(n).startsWith(DEAR));
        assertThat(named).hasSize(5);

        // When
        FraudVerdict verdict = publish(Orders.terminateAccount(user(22)).setDestinationPrefix(DEAR));

        // Then
        assertTerminated(named, verdict.getVerdictId(), TerminationReason.FRAUD_VERDICT);
        assertUntouched(live, named);
    }

    @Test
    void shouldEndAndRefuseWhenTheVerdictSaysBoth() {
        // Given
        List<PlacedCall> named = calls(n -> n % USERS == 33 && number(n).startsWith(DEAR));

        // When
        FraudVerdict verdict = publish(Orders.verdict(Action.TERMINATE_AND_BLACKLIST)
                .setAccount(user(33))
                .setDestinationPrefix(DEAR));

        // Then
        assertTerminated(named, verdict.getVerdictId(), TerminationReason.FRAUD_VERDICT);
        cluster.first().awaitMessageStatus(user(33), DEAR + "000001", 403);
        PlacedCall refused = callers.invite(Dial.to(DEAR + "000001").from(user(33)));
        assertThat(refused.awaitEnded().status()).isEqualTo(403);
        assertThat(cluster.upstream().transcript().of(refused.callId())).isEmpty();
        PlacedCall passed = callers.invite(Dial.to(HARMLESS + "000001").from(user(33)));
        passed.awaitAnswered();
        passed.hangUp();
    }

    @Test
    void shouldObeyAVerdictOnceWhenItComesTwice() {
        // Given
        List<PlacedCall> named = calls(n -> n % USERS == 44);
        FraudVerdict verdict = publish(Orders.terminateAccount(user(44)));
        assertTerminated(named, verdict.getVerdictId(), TerminationReason.FRAUD_VERDICT);
        // A verdict also hits calls attempted up to five seconds after it.
        PlacedCall spared = Await.until(
                "a call of " + user(44) + " to be let through", Cluster.PATIENCE, () -> decided(user(44)), Call::live);
        PlacedCall marker = decided(user(44));

        // When
        cluster.verdict(verdict);

        // Then
        // What was written behind it, under the same keys all the way, has come; so it has come too.
        FraudVerdict last = Orders.terminateCall(marker.callId())
                .setAccount(user(44))
                .setIssuedAt(Instant.now())
                .build();
        cluster.publisher().publish(Topics.VERDICTS, verdict.getVerdictId(), last);
        assertThat(marker.awaitEnded(Cluster.PATIENCE).reason()).contains(last.getVerdictId());
        assertThat(status(spared.reinvite(), spared)).isEqualTo(200);
        assertTerminated(named, verdict.getVerdictId(), TerminationReason.FRAUD_VERDICT);
        spared.hangUp();
    }

    @Test
    void shouldEndOneCallByAnOperatorsCommand() {
        // Given
        List<PlacedCall> live = live();
        PlacedCall named = calls.get(66);

        // When
        OperatorCommand command = Orders.command(OperatorAction.TERMINATE)
                .setAt(Instant.now())
                .setCallId(named.callId())
                .build();
        cluster.command(command);

        // Then
        assertTerminated(List.of(named), command.getCommandId(), TerminationReason.OPERATOR);
        assertThat(live().size()).isEqualTo(live.size() - 1);
    }

    private FraudVerdict publish(FraudVerdict.Builder verdict) {
        FraudVerdict built = verdict.setIssuedAt(Instant.now()).build();
        cluster.verdict(built);
        return built;
    }

    /** BYE at both sockets, answered 200 there, and told so: TERMINATED, and each leg closed once. */
    private void assertTerminated(List<PlacedCall> named, String id, TerminationReason reason) {
        for (PlacedCall call : named) {
            for (Call end : List.of(call, callee(call))) {
                CallEnd ended = end.awaitEnded(Cluster.PATIENCE);
                assertThat(ended.by()).as(end::describe).isEqualTo(CallEnd.By.PEER);
                assertThat(ended.reason()).as(end::describe).contains(id).doesNotContain("premium-rate pattern");
                assertThat(end.steps(CallStep.Kind.ENDED)).as(end::describe).hasSize(1);
            }
        }
        for (PlacedCall call : named) {
            assertToldOfTermination(call, id, reason);
        }
    }

    private void assertToldOfTermination(PlacedCall call, String id, TerminationReason reason) {
        cluster.events()
                .await(
                        "both legs of " + call.callId() + " to be closed",
                        2,
                        event -> event.getSipCallId().equals(call.callId()) && event.getEvent() instanceof LegClosed);
        List<Object> told = new ArrayList<>();
        for (CallEvent event :
                cluster.events().values(event -> event.getSipCallId().equals(call.callId()))) {
            if (event.getEvent() instanceof CallEnded || event.getEvent() instanceof LegClosed) {
                told.add(event.getEvent());
            }
        }
        assertThat(told).as(call::describe).hasSize(3);
        CallEnded ended = (CallEnded) told.get(0);
        assertThat(ended.getCause()).isEqualTo(EndCause.TERMINATED);
        assertThat(ended.getTerminationId()).isEqualTo(id);
        assertThat(ended.getTerminationReason()).isEqualTo(reason);
        List<LegClosed> legs = told.stream().skip(1).map(LegClosed.class::cast).toList();
        assertThat(legs).extracting(LegClosed::getLeg).containsExactlyInAnyOrder(Leg.CALLER, Leg.CALLEE);
        assertThat(legs).allSatisfy(leg -> {
            assertThat(leg.getSipStatus()).isEqualTo(200);
            assertThat(leg.getTerminationId()).isEqualTo(id);
        });
    }

    /** Every other call that was live is live at both ends, and a re-INVITE passes in it. */
    private void assertUntouched(List<PlacedCall> before, List<PlacedCall> named) {
        List<PlacedCall> others = new ArrayList<>(before);
        others.removeAll(named);
        assertThat(others).hasSize(before.size() - named.size());
        for (int from = 0; from < others.size(); from += AT_ONE_TIME) {
            List<PlacedCall> some = others.subList(from, Math.min(others.size(), from + AT_ONE_TIME));
            List<CompletableFuture<Sighting>> answers =
                    some.stream().map(Call::reinvite).toList();
            for (int i = 0; i < some.size(); i++) {
                assertThat(status(answers.get(i), some.get(i)))
                        .as(some.get(i)::describe)
                        .isEqualTo(200);
            }
        }
        assertThat(others).allMatch(Call::live);
        assertThat(others).allMatch(call -> callee(call).live());
    }

    private static int status(CompletableFuture<Sighting> response, Call call) {
        return call.await("the response", response, Cluster.PATIENCE).status();
    }

    /** A call that is answered or has ended. */
    private PlacedCall decided(String user) {
        PlacedCall call = callers.invite(Dial.to(HARMLESS + "000002").from(user));
        call.await("a decision", CompletableFuture.anyOf(call.answered(), call.ended()), Cluster.PATIENCE);
        return call;
    }

    private ReceivedCall callee(Call call) {
        return callees.get(call.callId());
    }

    private List<PlacedCall> live() {
        return calls.stream().filter(Call::live).toList();
    }

    private List<PlacedCall> calls(IntPredicate wanted) {
        return IntStream.range(0, CALLS).filter(wanted).mapToObj(calls::get).toList();
    }

    private static String user(int number) {
        return "u%04d".formatted(number);
    }

    private static String number(int call) {
        return (call / USERS % 2 == 0 ? HARMLESS : DEAR) + "%06d".formatted(call);
    }
}
