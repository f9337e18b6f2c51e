package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Action;
import io.tollgate.CallEvent;
import io.tollgate.FraudVerdict;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.fixture.Orders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kafka goes away, and then the gateway dies: what it was told holds, and what it had to tell is told afterwards. */
@Apart
class KafkaAwayRestartSystemTest {

    private static final String ACCOUNT = "kafka-away";
    private static final int CALLS = 20;
    private static final int EVENTS_OF_A_CALL = 4;

    @Test
    void shouldLoseNothingWhenTheGatewayIsKilledWhileKafkaIsAway() {
        // Given
        try (PartedCluster cluster = PartedCluster.whole()) {
            TopicReader<CallEvent> events = cluster.read(Topics.CALL_EVENTS, CallEvent.class);
            FraudVerdict verdict = Orders.verdict(Action.BLACKLIST)
                    .setAccount(ACCOUNT)
                    .setDestinationPrefix(Cast.PREMIUM_PREFIX)
                    .setIssuedAt(Instant.now())
                    .build();
            cluster.publisher().publish(Topics.VERDICTS, verdict.getVerdictId(), verdict);
            cluster.gateway().awaitMessageStatus(ACCOUNT, Cast.PREMIUM, 403);
            cluster.stopBroker();
            List<String> calls = new ArrayList<>(calls(cluster.gateway()));

            // When
            cluster.restartGateway("--kafka-patience-seconds=1");

            // Then
            cluster.gateway().awaitMessageStatus(ACCOUNT, Cast.PREMIUM, 403);
            calls.addAll(calls(cluster.gateway()));
            cluster.startBroker();
            for (String call : calls) {
                events.await("all of " + call, EVENTS_OF_A_CALL, event -> isOf(event, call));
                assertThat(events.values(event -> isOf(event, call)))
                        .extracting(CallEvent::getSequence)
                        .containsExactly(0, 1, 2, 3);
            }
            assertThat(events.values(event -> event.getAccount().equals(ACCOUNT)))
                    .extracting(CallEvent::getGatewayEpoch)
                    .isSorted();
        }
    }

    private static boolean isOf(CallEvent event, String sipCallId) {
        return event.getSipCallId().equals(sipCallId);
    }

    /** Calls from beginning to end; returns their Call-IDs. */
    private static List<String> calls(GatewayProcess gateway) {
        List<String> calls = new ArrayList<>();
        try (Phone phone = gateway.phone(ACCOUNT).open()) {
            // What was told a few milliseconds before a kill may be lost: one call more, of which nothing is asked.
            for (int i = 0; i <= CALLS; i++) {
                PlacedCall call = phone.invite(Cast.LOCAL);
                call.awaitAnswered();
                call.hangUp();
                call.awaitEnded();
                calls.add(call.callId());
            }
        }
        calls.remove(CALLS);
        return calls;
    }
}
