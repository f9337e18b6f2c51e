package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.TestUpstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka has been away for so long that events of new calls would take the room of those that run. */
class EventsFullIT {
    private TestUpstream upstream;
    private ProxyRig rig;
    private Phone alice;

    @BeforeEach
    void open() throws Exception {
        upstream = TestUpstream.open("127.0.0.1", 0);
        rig = new ProxyRig(upstream.address());
        alice = Phone.of("alice").proxy(rig.udp()).open();
    }

    @AfterEach
    void close() {
        alice.close();
        rig.close();
        upstream.close();
    }

    @Test
    void shouldRefuseNewCallsUntoldWhenEventsAreNearlyFull() {
        // Given
        rig.eventsFull = true;

        // When
        PlacedCall call = alice.invite("493012345678");

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(503);
        assertThat(alice.transcript().of(call.callId()))
                .anySatisfy(seen -> assertThat(seen.text()).contains("Retry-After: 5"));
        assertThat(upstream.transcript().of(call.callId())).isEmpty();
        assertThat(rig.of(call.callId())).isEmpty();
        assertThat(rig.counters.unpublished.sum()).isEqualTo(1);
    }

    @Test
    void shouldTellOfRunningCallsToTheirEndWhenEventsAreNearlyFull() {
        // Given
        PlacedCall call = alice.invite("493012345678");
        call.awaitAnswered();
        rig.eventsFull = true;

        // When
        call.hangUp();

        // Then
        rig.await(call.callId(), Happening.Ended.class, e -> e.cause() == EndCause.CALLER);
    }

    @Test
    void shouldConnectEmergencyCallsWhenEventsAreNearlyFull() {
        // Given
        rig.eventsFull = true;

        // When
        PlacedCall call = alice.invite("112");

        // Then
        call.awaitAnswered();
    }
}
