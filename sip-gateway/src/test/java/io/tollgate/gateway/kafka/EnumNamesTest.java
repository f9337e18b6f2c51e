package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.BlacklistReason;
import io.tollgate.gateway.admission.EntryKind;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identity;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The mapping goes by name, so the core's enums and the contract's must have the same ones. */
class EnumNamesTest {
    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(Identity.values(), io.tollgate.Identity.values()),
                Arguments.of(Direction.values(), io.tollgate.Direction.values()),
                Arguments.of(EndCause.values(), io.tollgate.EndCause.values()),
                Arguments.of(Leg.values(), io.tollgate.Leg.values()),
                Arguments.of(RefusalReason.values(), io.tollgate.RefusalReason.values()),
                Arguments.of(TerminationReason.values(), io.tollgate.TerminationReason.values()),
                Arguments.of(BlacklistReason.values(), io.tollgate.BlacklistReason.values()),
                Arguments.of(EntryKind.values(), io.tollgate.EntryKind.values()),
                Arguments.of(Phase.values(), io.tollgate.GatewayPhase.values()));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldHaveSameNamesOnBothSides(Enum<?>[] core, Enum<?>[] contract) {
        assertThat(Stream.of(core).map(Enum::name))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(contract).map(Enum::name).toList());
    }
}
