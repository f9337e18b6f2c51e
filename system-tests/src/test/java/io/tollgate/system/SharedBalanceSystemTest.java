package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallRecord;
import io.tollgate.Termination;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.money.ExactCuts;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Three calls on two gateways that share a balance and start at different times: each has an end of its own. */
class SharedBalanceSystemTest {

    private static final long SECOND = 1_000; // micro-units
    private static final Tariff TARIFF = new Tariff(60 * SECOND, 5 * SECOND, 3, 1);
    private static final long CREDIT = 3 * TARIFF.price(0) + 12 * SECOND;
    private static final Duration APART = Duration.ofMillis(370);

    private final Cluster cluster = Cluster.shared();
    private final Billing billing = cluster.billing();

    @Test
    void shouldCutEachOfThreeCallsAtItsOwnInstantWhenTheyShareABalance() {
        // Given
        String account = "shared-three";
        cluster.second();
        billing.open(account, TARIFF, CREDIT);
        cluster.second().awaitMessageStatus(account, Cast.LOCAL, 200);
        try (Phone one = cluster.first().phone(account).open();
                Phone two = cluster.second().phone(account).open()) {

            // When
            PlacedCall first = one.invite(Cast.LOCAL);
            Await.instant(first.awaitAnswered().at().instant().plus(APART));
            PlacedCall second = two.invite(Cast.LOCAL);
            Await.instant(second.awaitAnswered().at().instant().plus(APART));
            PlacedCall third = two.invite(Cast.LOCAL);

            // Then
            Map<String, Cut> cuts = new LinkedHashMap<>();
            for (PlacedCall call : List.of(first, second, third)) {
                Cut cut = Cut.await(call, cluster.upstream(), cluster.events());
                cuts.put(cut.callId(), cut);
            }
            Map<String, Long> answered = new LinkedHashMap<>();
            cuts.forEach((callId, cut) -> answered.put(callId, micros(cut.answeredAt())));
            Map<String, Long> exact = ExactCuts.of(TARIFF, CREDIT, answered);
            long drawn = 0;
            for (Cut cut : cuts.values()) {
                long due = exact.get(cut.callId());
                assertThat(lastDueInstant(cut)).as("due instant of %s", cut).isEqualTo(due);
                cut.assertOfBalance(Instant.EPOCH.plus(due, ChronoUnit.MICROS));
                CallRecord record = record(cut);
                assertThat(record.getBilledSeconds()).isEqualTo(TARIFF.billed(due - micros(cut.answeredAt())));
                assertThat(record.getCost()).isEqualTo(TARIFF.cost(record.getBilledSeconds()));
                assertThat(record.getUncollected()).isZero();
                drawn += record.getCost();
            }
            cluster.awaitBalance(account, CREDIT - drawn);
        }
    }

    /** What the Terminations for a call said last; they must have come in the order of their revisions. */
    private long lastDueInstant(Cut cut) {
        List<Termination> orders = cluster.terminations()
                .await("a due instant", 1, order -> order.getTerminationId().equals("balance:" + cut.callId()));
        assertThat(orders).isSortedAccordingTo(Comparator.comparingLong(Termination::getRevision));
        Instant at = orders.get(orders.size() - 1).getAt();
        assertThat(at).isNotNull();
        return micros(at);
    }

    private CallRecord record(Cut cut) {
        return cluster.callRecords()
                .await("the record", 1, each -> each.getCallId().equals(cut.callId()))
                .get(0);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
