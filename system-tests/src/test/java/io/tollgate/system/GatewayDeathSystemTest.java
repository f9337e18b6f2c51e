package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.EndCause;
import io.tollgate.FraudVerdict;
import io.tollgate.LegClosed;
import io.tollgate.TerminationReason;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.fixture.Orders;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway is killed under five hundred live calls. Started again, or by another gateway, they can be ended as before, and
 * all the while they hold their channels and cost what they cost.
 */
class GatewayDeathSystemTest {

    private static final int ACCOUNTS = 5;
    private static final int CALLS_EACH = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** One micro-unit a second would do; this is readable. */
    private static final long SECOND = 1_000;

    private static final Tariff BY_SECOND = Tariff.bySecond(SECOND);

    /** Of the default lease, which a test that is not about settings leaves alone. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    @TempDir
    private Path data;

    private Fleet fleet;
    private Phone phone;
    private final Map<String, List<PlacedCall>> calls = new LinkedHashMap<>();

    @BeforeEach
    void open() {
        fleet = new Fleet(data);
        fleet.startGateway("a");
        phone = fleet.gateway("a").phone("caller").open();
    }

    @AfterEach
    void close() {
        phone.close();
        fleet.close();
    }

    private void callFromAllAccounts() {
        callFrom(ACCOUNTS, CALLS_EACH);
    }

    private void callFrom(int accounts, int callsEach) {
        for (int i = 0; i < accounts; i++) {
            String account = "death-" + i;
            fleet.provisioning()
                    .provision(
                            Accounts.account(account).setChannelLimit(callsEach).build());
            List<PlacedCall> placed = new ArrayList<>();
            for (int n = 0; n < callsEach; n++) {
                placed.add(phone.invite(Dial.to(Cast.LOCAL).from(account)));
            }
            placed.forEach(call -> call.await("answer", call.answered(), PATIENCE));
            calls.put(account, placed);
        }
        // What is answered for a second is kept; the last of them were answered just now.
        Await.instant(Instant.now().plusMillis(1_500));
        calls.keySet().forEach(account -> fleet.provisioning().awaitChannels(account, callsEach));
    }

    /** A verdict for each account; gives how long it took until all calls had ended at both ends. */
    private Duration endAll() {
        Instant began = Instant.now();
        for (String account : calls.keySet()) {
            FraudVerdict verdict =
                    Orders.terminateAccount(account).setIssuedAt(Instant.now()).build();
            fleet.publisher().publish(Topics.VERDICTS, verdict.getVerdictId(), verdict);
        }
        calls.values().forEach(some -> some.forEach(call -> call.awaitEnded(PATIENCE)));
        fleet.upstream().calls().forEach(call -> call.awaitEnded(PATIENCE));
        return Duration.between(began, Instant.now());
    }

    private void assertChannelsHeld(int each) {
        calls.keySet()
                .forEach(account -> assertThat(fleet.api()
                                .account(account)
                                .path("activeChannels")
                                .asInt(-1))
                        .as(account)
                        .isEqualTo(each));
    }

    private void assertAllToldAsTerminated(TopicReader<CallEvent> events) {
        int all = ACCOUNTS * CALLS_EACH;
        List<CallEvent> ended = events.await("ends", all, event -> event.getEvent() instanceof CallEnded);
        assertThat(ended)
                .hasSize(all)
                .allSatisfy(event ->
                        assertThat(((CallEnded) event.getEvent()).getCause()).isEqualTo(EndCause.TERMINATED));
        List<CallEvent> closed = events.await("closed legs", 2 * all, event -> event.getEvent() instanceof LegClosed);
        assertThat(closed)
                .hasSize(2 * all)
                .allSatisfy(event -> assertThat(((LegClosed) event.getEvent()).getSipStatus())
                        .isEqualTo(200));
    }

    @Test
    void shouldEndFiveHundredCallsWhenTheirGatewayWasKilledAndStartedAgain() {
        // Given
        TopicReader<CallEvent> events = fleet.read(Topics.CALL_EVENTS, CallEvent.class);
        callFromAllAccounts();

        // When
        fleet.gateway("a").process().kill();
        Instant killed = Instant.now();
        fleet.restartGateway("a");
        Duration restarted = Duration.between(killed, Instant.now());
        assertChannelsHeld(CALLS_EACH);
        Duration took = endAll();

        // Then
        System.out.println("restart: ready after " + restarted.toMillis() + " ms, 500 calls ended at both ends "
                + took.toMillis() + " ms after the first verdict");
        assertAllToldAsTerminated(events);
        calls.keySet().forEach(account -> fleet.provisioning().awaitChannels(account, 0));
    }

    @Test
    void shouldEndFiveHundredCallsWhenTheirGatewayWasKilledAndAnotherAdoptedThem() {
        // Given
        TopicReader<CallEvent> events = fleet.read(Topics.CALL_EVENTS, CallEvent.class);
        fleet.startGateway("b");
        callFromAllAccounts();

        // When
        fleet.gateway("a").process().kill();
        Instant killed = Instant.now();
        fleet.gateway("b").process().awaitError("its calls are adopted");
        Duration adopted = Duration.between(killed, Instant.now());
        assertChannelsHeld(CALLS_EACH);
        Duration took = endAll();

        // Then
        System.out.println("adoption: after " + adopted.toMillis() + " ms, 500 calls ended at both ends "
                + took.toMillis() + " ms after the first verdict");
        assertThat(adopted).isLessThan(LEASE.multipliedBy(3)); // a machine may be busy; the figure is printed
        assertAllToldAsTerminated(events);
        calls.keySet().forEach(account -> fleet.provisioning().awaitChannels(account, 0));
    }

    @Test
    void shouldTellEachEndOnceWhenTheGatewayWasOnlyTakenForDead() {
        // Given
        TopicReader<CallEvent> events = fleet.read(Topics.CALL_EVENTS, CallEvent.class);
        fleet.startGateway("b");
        callFrom(1, 20);

        // When
        fleet.gateway("a").process().pause();
        fleet.gateway("b").process().awaitError("its calls are adopted");
        fleet.gateway("a").process().goOn();
        fleet.gateway("a").process().awaitError("calls were adopted by another gateway");
        endAll();

        // Then
        List<CallEvent> ended = events.await("ends", 20, event -> event.getEvent() instanceof CallEnded);
        assertThat(ended)
                .hasSize(20)
                .allSatisfy(event -> assertThat(event.getGatewayId()).isEqualTo("b"));
        fleet.provisioning().awaitChannels("death-0", 0);
    }

    @Test
    void shouldCutPrepaidCallsAtTheirInstantsOrAtTheAdoptionAtTheLatest() {
        // Given
        TopicReader<CallEvent> events = fleet.read(Topics.CALL_EVENTS, CallEvent.class);
        TopicReader<CallRecord> records = fleet.read(Topics.CALL_RECORDS, CallRecord.class);
        fleet.startGateway("b");
        Billing billing = fleet.billing("a");
        List<PlacedCall> placed = new ArrayList<>();
        int[] seconds = {4, 8, 12, 16, 20, 24};
        for (int credit : seconds) {
            billing.open("prepaid-" + credit, BY_SECOND, credit * SECOND);
        }
        for (int credit : seconds) {
            PlacedCall call = phone.invite(Dial.to(Cast.LOCAL).from("prepaid-" + credit));
            call.awaitAnswered();
            placed.add(call);
        }
        Await.instant(Instant.now().plusMillis(1_500));

        // When
        fleet.gateway("a").process().kill();

        // Then
        placed.forEach(call -> call.awaitEnded(PATIENCE));
        fleet.upstream().calls().forEach(call -> call.awaitEnded(PATIENCE));
        List<CallRecord> written = records.await(
                "records", seconds.length, record -> record.getAccount().startsWith("prepaid-"));
        assertThat(written).hasSize(seconds.length).allSatisfy(record -> {
            int credit = Integer.parseInt(record.getAccount().substring("prepaid-".length()));
            assertThat(record.getTerminationReason()).isEqualTo(TerminationReason.BALANCE_EXHAUSTED);
            assertThat(record.getCost()).isEqualTo(credit * SECOND);
            assertThat(record.getUncollected()).isZero();
        });
        List<Long> late = written.stream()
                .map(record -> Duration.between(
                                record.getAnsweredAt()
                                        .plusSeconds(Integer.parseInt(
                                                record.getAccount().substring("prepaid-".length()))),
                                record.getEndedAt())
                        .toMillis())
                .toList();
        System.out.println("prepaid calls ended so many ms after their instants: " + late);
        assertThat(events.values(
                        event -> event.getAccount().startsWith("prepaid-") && event.getEvent() instanceof CallEnded))
                .hasSize(seconds.length);
        for (int credit : seconds) {
            fleet.provisioning().awaitBalance("prepaid-" + credit, 0);
        }
    }
}
