package io.tollgate.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.event.Happening.Ended;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallEventTest {
    private static final CallFacts CALL =
            new CallFacts("c", "s", "bob", Direction.OUTBOUND, "sip:bob@h", "sip:4930@h", "4930", "192.0.2.1:5060/udp");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.000001Z");

    @Test
    void shouldRefuseAnEventThatNobodyCouldPublish() {
        // Given
        Happening ringing = new Happening.Ringing();

        // Then
        assertThatThrownBy(() -> new CallEvent(CALL, -1, Identity.TRUNK, NOW, ringing))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CallEvent(CALL, 0, Identity.TRUNK, NOW.plusNanos(1), ringing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("microseconds");
    }

    @Test
    void shouldNameATerminationWholeOrNotAtAll() {
        // Then
        assertThat(Ended.by(EndCause.CALLER, null)).isEqualTo(new Ended(EndCause.CALLER, null, null, null));
        assertThatThrownBy(() -> new Ended(EndCause.TERMINATED, null, "t", null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ended(EndCause.TERMINATED, null, null, TerminationReason.OPERATOR))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
