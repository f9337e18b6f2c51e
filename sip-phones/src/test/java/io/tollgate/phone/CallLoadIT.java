package io.tollgate.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Enough load for the system tests, without anything between the phones. */
class CallLoadIT {
    @Test
    void shouldHoldAThousandCallsAtTwoHundredASecondWithoutARetransmission() {
        // Given
        CallLoad.warmUp();
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0, Duration.ofMillis(20), 20_000);
                Phone callers =
                        Phone.of("callers").proxy(upstream.phone().hop()).open()) {

            // When
            CallLoad load = CallLoad.of(callers, 1_000).perSecond(200).start().awaitAnswered(Duration.ofSeconds(30));

            // Then
            assertThat(load.live()).hasSize(1_000);
            load.hangUpAll().awaitEnded(Duration.ofSeconds(30));
            LoadResult result = load.result();
            assertThat(result.answered()).as(result.toString()).isEqualTo(1_000);
            assertThat(result.repeatsSent() + result.repeatsReceived())
                    .as(result.toString())
                    .isZero();
            assertThat(result.byCallId()).hasSize(1_000);
            assertThat(Overtaking.between(callers.transcript(), upstream.transcript()))
                    .isEmpty();
            assertThat(Overtaking.between(upstream.transcript(), callers.transcript()))
                    .isEmpty();
            assertThat(callers.unreadable()).isEmpty();
            assertThat(callers.faults() + upstream.phone().faults()).isZero();
        }
    }

    @Test
    void shouldHangUpAfterTheHoldingTime() {
        // Given
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
                Phone callers =
                        Phone.of("callers").proxy(upstream.phone().hop()).open()) {

            // When
            LoadResult result = CallLoad.of(callers, 20)
                    .perSecond(200)
                    .holding(Duration.ofMillis(50))
                    .start()
                    .awaitEnded(Duration.ofSeconds(10))
                    .result();

            // Then
            assertThat(result.answered()).isEqualTo(20);
            assertThat(result.byCallId().values())
                    .allSatisfy(times -> assertThat(times.ended().at().since(times.answered()))
                            .isGreaterThanOrEqualTo(Duration.ofMillis(49)));
        }
    }
}
