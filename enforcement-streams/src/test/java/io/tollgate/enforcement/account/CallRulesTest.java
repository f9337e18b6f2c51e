package io.tollgate.enforcement.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.account.AccountOutput.Admit;
import io.tollgate.enforcement.account.AccountOutput.NoteUndecided;
import io.tollgate.enforcement.account.AccountOutput.RecordCall;
import io.tollgate.enforcement.account.AccountOutput.Terminate;
import io.tollgate.enforcement.account.CallStep.Outcome;
import io.tollgate.enforcement.call.CallDetails;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.CallFact.What;
import io.tollgate.enforcement.call.Channel;
import io.tollgate.enforcement.call.Direction;
import io.tollgate.enforcement.call.EndCause;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.decision.Decision;
import io.tollgate.enforcement.decision.Grounds;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CallRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Terms OPEN = TestTerms.of(true, 1, false, false, true);
    private static final Terms METERED = TestTerms.of(true, 1, false, true, true);
    private static final Terms STRICT = TestTerms.of(true, 1, true, false, false);
    private static final Terms LENIENT = TestTerms.of(true, 1, true, false, true);
    private static final Terms DISABLED = TestTerms.of(false, null, false, false, true);
    private static final Terms DISABLED_STRICT = TestTerms.of(false, null, true, false, true);

    /** Terms, channels held before, first proving event; the channel it gets, and what is told to whom. */
    static Stream<Arguments> proofs() {
        return Stream.of(
                Arguments.of(OPEN, 0, attempted(), Channel.HELD, List.of()),
                Arguments.of(OPEN, 1, attempted(), Channel.CONDEMNED, List.of("terminate CHANNEL_LIMIT")),
                Arguments.of(OPEN, 1, answered(), Channel.CONDEMNED, List.of("terminate CHANNEL_LIMIT")),
                Arguments.of(METERED, 0, attempted(), Channel.HELD, List.of("admit")),
                Arguments.of(
                        METERED,
                        1,
                        attempted(),
                        Channel.CONDEMNED,
                        List.of("refuse CHANNEL_LIMIT", "terminate CHANNEL_LIMIT")),
                Arguments.of(STRICT, 0, attempted(), Channel.HELD, List.of("admit")),
                Arguments.of(STRICT, 1, attempted(), Channel.REFUSED, List.of("refuse CHANNEL_LIMIT")),
                Arguments.of(STRICT, 0, answered(), Channel.HELD, List.of("undecided")),
                Arguments.of(STRICT, 1, answered(), Channel.CONDEMNED, List.of("terminate CHANNEL_LIMIT")),
                Arguments.of(LENIENT, 1, answered(), Channel.HELD, List.of("undecided")),
                Arguments.of(DISABLED, 0, attempted(), Channel.CONDEMNED, List.of("terminate ACCOUNT_DISABLED")),
                Arguments.of(DISABLED_STRICT, 0, attempted(), Channel.REFUSED, List.of("refuse ACCOUNT_DISABLED")),
                Arguments.of(DISABLED_STRICT, 0, answered(), Channel.CONDEMNED, List.of("terminate ACCOUNT_DISABLED")));
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void shouldFindACallItsPlaceWhenItIsProven(Terms terms, int held, What what, Channel channel, List<String> told) {
        // When
        var decision = decide(standing(terms, held), null, fact(what, true));

        // Then
        assertThat(call(decision).channel()).isEqualTo(channel);
        assertThat(decision.state().standing().held()).isEqualTo(channel == Channel.HELD ? held + 1 : held);
        assertThat(told(decision)).isEqualTo(told);
    }

    @Test
    void shouldWaitWithTheChannelUntilTheCallerIsProven() {
        // When
        var claimed = decide(standing(OPEN, 0), null, fact(attempted(), false));
        var proven = decide(claimed.state().standing(), call(claimed), fact(new CallFact.Ringing(), true));

        // Then
        assertThat(claimed.state().standing().held()).isZero();
        assertThat(proven.state().standing().held()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"3599, CLOSED, 1", "3600, LATE, 0"})
    void shouldRecordAnEndOfWhichNothingElseIsKnownUnlessItIsOld(int ageSeconds, Outcome outcome, int records) {
        // Given
        var end = fact(new CallFact.Ended(EndCause.CALLER, null, null, null), true);

        // When
        var decision = decide(standing(OPEN, 0), null, end.at(NOW.minusSeconds(ageSeconds)));

        // Then
        assertThat(decision.state().outcome()).isEqualTo(outcome);
        assertThat(decision.outputs()).hasSize(records);
    }

    @Test
    void shouldTerminateARefusedCallThatIsAnsweredAllTheSame() {
        // Given
        var refused = decide(standing(STRICT, 1), null, fact(attempted(), true));

        // When
        var decision = decide(refused.state().standing(), call(refused), fact(answered(), true));

        // Then
        assertThat(told(decision)).containsExactly("terminate CHANNEL_LIMIT");
        assertThat(decision.state().standing().held()).isEqualTo(1);
    }

    @Test
    void shouldCountAndMarkARefusedCallWhenTheAccountAdmitsWithoutDecision() {
        // Given
        var refused = decide(standing(LENIENT, 1), null, fact(attempted(), true));

        // When
        var decision = decide(refused.state().standing(), call(refused), fact(answered(), true));

        // Then
        assertThat(told(decision)).containsExactly("undecided");
        assertThat(call(decision).undecided()).isTrue();
        assertThat(decision.state().standing().held()).isEqualTo(2);
    }

    @Test
    void shouldKeepWhatIsOverOver() {
        // When
        var decision = CallRules.decide(standing(OPEN, 0), null, true, fact(attempted(), true), TestTerms.TARIFFS, NOW);

        // Then
        assertThat(decision.state().outcome()).isEqualTo(Outcome.LATE);
        assertThat(decision.outputs()).isEmpty();
        assertThat(decision.state().standing().held()).isZero();
    }

    @Test
    void shouldRememberTheEndOfACallThatNobodyHasHeardOf() {
        // When
        var decision = decide(standing(OPEN, 0), null, fact(ended(486), false));

        // Then
        assertThat(decision.state().outcome()).isEqualTo(Outcome.CLOSED);
        assertThat(decision.outputs()).isEmpty();
    }

    @Test
    void shouldKeepNothingOfAnAttemptThatWasRefusedAtTheDoor() {
        // When
        var decision = decide(standing(OPEN, 1), null, fact(new CallFact.Refused(true), true));

        // Then
        assertThat(decision.state().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(decision.state().standing()).isEqualTo(standing(OPEN, 1));
        assertThat(decision.outputs()).isEmpty();
    }

    @Test
    void shouldCloseAKnownCallWhenItIsRefusedByWhoeverDoesNotCountEvents() {
        // Given
        var attempt = decide(standing(OPEN, 0), null, fact(attempted(), true));

        // When
        var decision = decide(attempt.state().standing(), call(attempt), fact(new CallFact.Refused(true), true));

        // Then
        assertThat(decision.state().outcome()).isEqualTo(Outcome.CLOSED);
        assertThat(decision.state().standing().held()).isZero();
    }

    @Test
    void shouldRecordNothingOfAChallengedAttempt() {
        // Given
        var attempt = decide(standing(OPEN, 0), null, fact(attempted(), true));

        // When
        var decision = decide(attempt.state().standing(), call(attempt), fact(ended(407), true));

        // Then
        assertThat(decision.outputs()).noneMatch(RecordCall.class::isInstance);
        assertThat(decision.state().standing().held()).isZero();
    }

    @Test
    void shouldNotCountACondemnedCallsEnd() {
        // Given
        var condemned = decide(standing(OPEN, 1), null, fact(attempted(), true));

        // When
        var decision = decide(condemned.state().standing(), call(condemned), fact(ended(486), true));

        // Then
        assertThat(decision.state().standing().held()).isEqualTo(1);
        assertThat(decision.outputs()).hasSize(1).allMatch(RecordCall.class::isInstance);
    }

    private static Decision<CallStep, AccountOutput> decide(
            AccountStanding standing, @Nullable LiveCall known, CallFact fact) {
        return CallRules.decide(standing, known, false, fact, TestTerms.TARIFFS, NOW);
    }

    private static LiveCall call(Decision<CallStep, AccountOutput> decision) {
        var call = decision.state().call();
        if (call == null) {
            throw new AssertionError("the call is over");
        }
        return call;
    }

    /** Admissions and terminations among the outputs, in words. */
    private static List<String> told(Decision<CallStep, AccountOutput> decision) {
        return decision.outputs().stream().flatMap(CallRulesTest::told).toList();
    }

    private static Stream<String> told(AccountOutput output) {
        if (output instanceof Admit admit) {
            return Stream.of(admit.refusal() == null ? "admit" : "refuse " + admit.refusal());
        }
        if (output instanceof Terminate terminate) {
            Grounds grounds = terminate.order().grounds();
            return Stream.of("terminate " + grounds);
        }
        return output instanceof NoteUndecided ? Stream.of("undecided") : Stream.empty();
    }

    private static AccountStanding standing(Terms terms, int held) {
        return TestTerms.standing(terms, held);
    }

    private static What attempted() {
        return new CallFact.Attempted();
    }

    private static What answered() {
        return new CallFact.Answered();
    }

    private static What ended(int sipStatus) {
        return new CallFact.Ended(EndCause.FAILED, sipStatus, null, null);
    }

    private static CallFact fact(What what, boolean proven) {
        var details = new CallDetails(
                "sip-1", "gw1", 1, Direction.OUTBOUND, "sip:bob@a", "sip:1@b", "1", "192.0.2.1:5060/udp");
        return new CallFact("c1", "bob", details, proven, false, NOW, what);
    }
}
