package io.tollgate.enforcement.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.account.Refusal;
import io.tollgate.enforcement.blacklist.EntryKind;
import io.tollgate.enforcement.blacklist.EntryReason;
import io.tollgate.enforcement.call.Direction;
import io.tollgate.enforcement.call.EndCause;
import io.tollgate.enforcement.decision.Grounds;
import io.tollgate.enforcement.verdict.OperatorOrder;
import io.tollgate.enforcement.verdict.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SameNamesTest {

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(Verdict.Action.values(), io.tollgate.Action.values()),
                Arguments.of(OperatorOrder.Action.values(), io.tollgate.OperatorAction.values()),
                Arguments.of(EntryKind.values(), io.tollgate.EntryKind.values()),
                Arguments.of(EntryReason.values(), io.tollgate.BlacklistReason.values()),
                Arguments.of(Direction.values(), io.tollgate.Direction.values()),
                Arguments.of(EndCause.values(), io.tollgate.EndCause.values()),
                Arguments.of(Grounds.values(), io.tollgate.TerminationReason.values()));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldNameConstantsAsTheContractDoes(Enum<?>[] ours, Enum<?>[] contract) {
        assertThat(names(ours)).containsExactlyInAnyOrderElementsOf(names(contract));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldRefuseForReasonsOfTheContract(Refusal refusal) {
        assertThat(names(io.tollgate.RefusalReason.values())).contains(refusal.name());
    }

    static Stream<Refusal> refusals() {
        return Stream.of(Refusal.values());
    }

    private static List<String> names(Enum<?>[] constants) {
        return Stream.of(constants).map(Enum::name).toList();
    }
}
