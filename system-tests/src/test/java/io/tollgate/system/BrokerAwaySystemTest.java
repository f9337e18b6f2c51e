package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallAnswered;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.Termination;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.money.ExactCuts;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Kafka goes away after it was said when calls must end: they end then, and it is told afterwards. */
@Apart
class BrokerAwaySystemTest {

    private static final String ACCOUNT = "broker-away";
    private static final long SECOND = 1_000; // micro-units
    private static final Tariff BY_SECOND = Tariff.bySecond(SECOND);

    /** For both calls: within Streams' horizon of 10 s from the start, and long enough to stop the broker meanwhile. */
    private static final long CREDIT = 19 * SECOND;

    @Test
    void shouldCutCallsAtTheirInstantsWhenTheBrokerStopsAfterTheseWentOut() {
        // Given
        try (PartedCluster cluster = PartedCluster.whole();
                Phone phone = cluster.gateway().phone(ACCOUNT).open()) {
            TopicReader<CallEvent> events = cluster.read(Topics.CALL_EVENTS, CallEvent.class);
            TopicReader<Termination> terminations = cluster.read(Topics.TERMINATIONS, Termination.class);
            cluster.billing().open(ACCOUNT, BY_SECOND, CREDIT);
            PlacedCall first = phone.invite(Cast.LOCAL);
            first.awaitAnswered();
            PlacedCall second = phone.invite(Cast.LOCAL);
            second.awaitAnswered();
            Map<String, Long> exact = exactCuts(events);
            Await.until(
                    "due instants " + exact,
                    Cluster.PATIENCE,
                    () -> dueInstants(terminations),
                    said -> said.equals(exact));
            cluster.awaitTerminationsAtGateway(ACCOUNT);

            // When
            cluster.stopBroker();

            // Then
            first.awaitEnded(Cluster.PATIENCE);
            second.awaitEnded(Cluster.PATIENCE);
            assertThat(events.values(event -> isOurs(event) && event.getEvent() instanceof CallEnded))
                    .as("ends that Kafka knows of")
                    .isEmpty();
            cluster.startBroker();
            for (PlacedCall call : List.of(first, second)) {
                Cut cut = Cut.await(call, cluster.upstream(), events);
                cut.assertOfBalance(Instant.EPOCH.plus(exact.get(cut.callId()), ChronoUnit.MICROS));
            }
        }
    }

    private static Map<String, Long> exactCuts(TopicReader<CallEvent> events) {
        Map<String, Long> answered = new HashMap<>();
        events.await("both answers", 2, event -> isOurs(event) && event.getEvent() instanceof CallAnswered)
                .forEach(event -> answered.put(event.getCallId(), micros(event.getAt())));
        return ExactCuts.of(BY_SECOND, CREDIT, answered);
    }

    /** What was said last of each call. */
    private static Map<String, Long> dueInstants(TopicReader<Termination> terminations) {
        Map<String, Long> due = new HashMap<>();
        terminations
                .values(order -> ACCOUNT.equals(order.getAccount()) && order.getAt() != null)
                .forEach(order -> due.put(order.getCallId(), micros(order.getAt())));
        return due;
    }

    private static boolean isOurs(CallEvent event) {
        return event.getAccount().equals(ACCOUNT);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
