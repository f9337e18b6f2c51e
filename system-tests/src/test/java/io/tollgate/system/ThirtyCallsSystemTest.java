package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallRecord;
import io.tollgate.phone.Call;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thirty calls at once, on two gateways, with money for one of them. */
class ThirtyCallsSystemTest {

    private static final int EACH = 15;
    private static final Duration SETTLED = Duration.ofSeconds(90);

    /** By the minute: who has the first increment runs as long as any test. */
    private static final Tariff BY_MINUTE = new Tariff(600_000, 50_000, 60, 60);

    private final Cluster cluster = Cluster.shared();
    private final Billing billing = cluster.billing();

    @Test
    void shouldAdmitOneWhenItsTrunkProvesTheAccount() {
        spendTheMoneyOfOne("thirty-trunk", "127.0.12.1", List.of("127.0.12.1"));
    }

    @Test
    void shouldAdmitOneWhenOnlyTheUpstreamProvesTheAccount() {
        spendTheMoneyOfOne("thirty-claimed", "127.0.0.1", List.of());
    }

    private void spendTheMoneyOfOne(String account, String from, List<String> trunks) {
        // Given
        cluster.second();
        billing.open(account, BY_MINUTE, BY_MINUTE.price(0), settings -> settings.setTrunks(trunks));
        cluster.second().awaitMessageStatus(account, Cast.LOCAL, 200);
        try (Phone one = cluster.first().phone(account).bind(from, 0).open();
                Phone two = cluster.second().phone(account).bind(from, 0).open()) {

            // When
            List<PlacedCall> calls = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                calls.add(one.invite(Cast.LOCAL));
                calls.add(two.invite(Cast.LOCAL));
            }

            // Then
            Await.until(
                    "one live call, and the others refused",
                    SETTLED,
                    () -> calls.stream().filter(Call::live).count() == 1 && ended(calls) == calls.size() - 1,
                    () -> calls + ", e.g. " + calls.get(0).describe());
            assertThat(calls.stream().filter(call -> call.answered().isDone())).hasSize(1);
            assertThat(calls.stream()
                            .filter(call -> !call.answered().isDone())
                            .map(call -> call.awaitEnded().status()))
                    .hasSize(calls.size() - 1)
                    .containsOnly(402);
            PlacedCall admitted = calls.stream().filter(Call::live).findFirst().orElseThrow();
            admitted.hangUp();
            admitted.awaitEnded();
            cluster.accountStates()
                    .awaitStanding(
                            "nothing left and nothing held",
                            state -> state.getAccount().equals(account)
                                    && state.getBalance() == 0
                                    && state.getActiveChannels() == 0);
            List<CallRecord> records = cluster.callRecords()
                    .await("the record", 1, record -> record.getAccount().equals(account));
            assertThat(records).singleElement().satisfies(record -> {
                assertThat(record.getSipCallId()).isEqualTo(admitted.callId());
                assertThat(record.getCost()).isEqualTo(BY_MINUTE.price(0));
                assertThat(record.getUncollected()).isZero();
            });
        }
    }

    private static long ended(List<PlacedCall> calls) {
        return calls.stream().filter(call -> call.ended().isDone()).count();
    }
}
