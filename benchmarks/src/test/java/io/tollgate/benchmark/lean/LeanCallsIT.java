package io.tollgate.benchmark.lean;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both ends, with nothing between them. */
class LeanCallsIT {
    private static final int CALLS = 50;
    private static final double RATE = 1_000;

    private final LeanCallees callees = LeanCallees.open("127.0.0.1");
    private final LeanCallers callers = LeanCallers.open("127.0.0.1", callees.local(), number -> "u" + number);

    @AfterEach
    void close() {
        callers.close();
        callees.close();
    }

    private void awaitQuiet() {
        Await.until("all to be answered", Duration.ofSeconds(10), callers::open, open -> open == 0);
    }

    @Test
    void shouldKeepCallsUntilToldToHangUp() {
        callers.place(CALLS, RATE, null).join();
        awaitQuiet();
        assertThat(callers.live()).isEqualTo(CALLS);
        assertThat(callers.tally().setUps()).hasSize(CALLS);

        callers.hangUp(RATE).join();
        awaitQuiet();
        assertThat(callers.tally().ended()).isEqualTo(CALLS);
        assertThat(callers.live()).isZero();
    }

    @Test
    void shouldHangUpByItselfWhenHeld() {
        callers.place(CALLS, RATE, Duration.ofMillis(1)).join();
        awaitQuiet();
        assertThat(callers.tally().ended()).isEqualTo(CALLS);
        assertThat(callees.unreadable() + callers.unreadable()).isZero();
    }
}
