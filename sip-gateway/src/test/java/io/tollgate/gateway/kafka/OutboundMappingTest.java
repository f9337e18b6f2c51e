package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallRefused;
import io.tollgate.CallRinging;
import io.tollgate.GatewayHeartbeat;
import io.tollgate.GatewayPhase;
import io.tollgate.LegClosed;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutboundMappingTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final CallFacts CALL = new CallFacts(
            "call-1",
            "sip-call-1@192.0.2.1",
            "ALICE",
            Direction.OUTBOUND,
            "sip:alice@example.org",
            "sip:882123456@example.org",
            "882123456",
            "192.0.2.1:5060/udp");
    private static final GatewayIdentity GATEWAY = new GatewayIdentity("north", 42, AT.minusSeconds(60));

    private final OutboundMapping mapping = new OutboundMapping(GATEWAY);

    static Stream<Arguments> happenings() {
        return Stream.of(
                Arguments.of(new Happening.Attempted("Phone/1"), new CallAttempted("Phone/1")),
                Arguments.of(new Happening.Attempted(null), new CallAttempted((String) null)),
                Arguments.of(new Happening.Ringing(), new CallRinging()),
                Arguments.of(new Happening.Answered(), new CallAnswered()),
                Arguments.of(
                        Happening.Ended.by(EndCause.FAILED, 486),
                        new CallEnded(io.tollgate.EndCause.FAILED, 486, null, null)),
                Arguments.of(
                        new Happening.Ended(EndCause.TERMINATED, null, "t-1", TerminationReason.FRAUD_VERDICT),
                        new CallEnded(
                                io.tollgate.EndCause.TERMINATED,
                                null,
                                "t-1",
                                io.tollgate.TerminationReason.FRAUD_VERDICT)),
                Arguments.of(
                        new Happening.Refused(403, RefusalReason.BLACKLISTED, "e-1"),
                        new CallRefused(403, io.tollgate.RefusalReason.BLACKLISTED, "e-1")),
                Arguments.of(
                        new Happening.LegClosed("t-1", Leg.CALLEE, 200, 1_234),
                        new LegClosed("t-1", io.tollgate.Leg.CALLEE, 200, 1_234L)));
    }

    @ParameterizedTest
    @MethodSource("happenings")
    void shouldCarryWhatHappenedThroughTheWireFormat(Happening happening, Object expected) {
        // Given
        CallEvent event = new CallEvent(CALL, 3, Identity.TRUNK, AT, happening);
        MapRegistry registry = new MapRegistry();

        // When
        byte[] bytes = new AvroSerializer<io.tollgate.CallEvent>(registry)
                .serialize(Topics.CALL_EVENTS.name(), mapping.event(event));
        io.tollgate.CallEvent read = new AvroDeserializer<>(io.tollgate.CallEvent.class, registry)
                .deserialize(Topics.CALL_EVENTS.name(), bytes);

        // Then
        assertThat(read)
                .isEqualTo(new io.tollgate.CallEvent(
                        "call-1-3",
                        "call-1",
                        3,
                        "sip-call-1@192.0.2.1",
                        "north",
                        42L,
                        "ALICE",
                        io.tollgate.Identity.TRUNK,
                        io.tollgate.Direction.OUTBOUND,
                        "sip:alice@example.org",
                        "sip:882123456@example.org",
                        "882123456",
                        "192.0.2.1:5060/udp",
                        AT,
                        expected));
    }

    @Test
    void shouldSayWhoBeats() {
        // When
        GatewayHeartbeat heartbeat = mapping.heartbeat(Phase.SERVING, "192.0.2.7:5060", Duration.ofSeconds(10), 7, AT);

        // Then
        assertThat(heartbeat)
                .isEqualTo(new GatewayHeartbeat(
                        "north", 42L, AT.minusSeconds(60), AT, GatewayPhase.SERVING, "192.0.2.7:5060", 10_000L, 7));
    }
}
