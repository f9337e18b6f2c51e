package io.tollgate.testsupport.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallEvent;
import io.tollgate.EndCause;
import io.tollgate.testsupport.fixture.Cast;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallStoryTest {
    @Test
    void shouldNumberAndDateTheEventsOfACallInOrder() {
        // Given
        CallStory call = CallStory.of(Cast.ALICE).to(Cast.PREMIUM);

        // When
        List<CallEvent> told = List.of(
                call.attempted(),
                call.after(Duration.ofSeconds(1)).ringing(),
                call.after(Duration.ofSeconds(2)).answered(),
                call.after(Duration.ofMinutes(1)).ended(EndCause.CALLER));

        // Then
        assertThat(told).extracting(CallEvent::getSequence).containsExactly(0, 1, 2, 3);
        assertThat(told).extracting(CallEvent::getCallId).containsOnly(call.callId());
        assertThat(told).extracting(CallEvent::getEventId).doesNotHaveDuplicates();
        assertThat(told.get(3).getAt()).isEqualTo(Cast.NOON.plusSeconds(63));
    }
}
