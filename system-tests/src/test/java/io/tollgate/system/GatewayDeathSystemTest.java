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
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway is killed under five hundred live calls. Started again, or by another gateway, they can be ended as before, and
 * all the while they hold their channels and cost what they cost.
 */
@Apart
class GatewayDeathSystemTest {

    private static final int ACCOUNTS = 5;
    private static final int CALLS_EACH = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** One micro-unit a second would do; this is readable. */
    private static final long SECOND = 1_000;

    private static final Tariff BY_SECOND = Tariff.bySecond(SECOND);

    /** Of the default lease, which a test that is not about settings leaves alone. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    @TempDir
    private static Path data;

    private static Fleet fleet;

    /** Of one test: what another left behind is not mistaken for its own. */
    private final String name = "death-" + UUID.randomUUID();

    private final String first = name + "-a";
    private final String second = name + "-b";
    private final Map<String, List<PlacedCall>> calls = new LinkedHashMap<>();
    private TopicReader<CallEvent> events;
    private Phone phone;

    @BeforeAll
    static void openFleet() {
        fleet = new Fleet(data);
    }

    @AfterAll
    static void closeFleet() {
        fleet.close();
    }

    @BeforeEach
    void open() {
        events = fleet.read(Topics.CALL_EVENTS, CallEvent.class);
        fleet.startGateway(first);
        phone = fleet.gateway(first).phone("caller").open();
    }

    @AfterEach
    void close() {
        phone.close();
        fleet.stopGateways();
    }

    private boolean isOurs(CallEvent event) {
        return event.getAccount().startsWith(name);
    }

    private void callFromAllAccounts() {
        callFrom(ACCOUNTS, CALLS_EACH);
    }

    private void callFrom(int accounts, int callsEach) {
        for (int i = 0; i < accounts; i++) {
            String account = name + "-" + i;
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

    private void assertAllToldAsTerminated() {
        int all = ACCOUNTS * CALLS_EACH;
        List<CallEvent> ended =
                events.await("ends", all, event -> isOurs(event) && event.getEvent() instanceof CallEnded);
        assertThat(ended)
                .hasSize(all)
                .allSatisfy(event ->
                        assertThat(((CallEnded) event.getEvent()).getCause()).isEqualTo(EndCause.TERMINATED));
        List<CallEvent> closed =
                events.await("closed legs", 2 * all, event -> isOurs(event) && event.getEvent() instanceof LegClosed);
        assertThat(closed)
                .hasSize(2 * all)
                .allSatisfy(event -> assertThat(((LegClosed) event.getEvent()).getSipStatus())
                        .isEqualTo(200));
    }

    @Test
    void shouldEndFiveHundredCallsWhenTheirGatewayWasKilledAndStartedAgain() {
        // Given
        callFromAllAccounts();

        // When
        fleet.gateway(first).process().kill();
        Instant killed = Instant.now();
        fleet.restartGateway(first);
        Duration restarted = Duration.between(killed, Instant.now());
        assertChannelsHeld(CALLS_EACH);
        Duration took = endAll();

        // Then
        System.out.println("restart: ready after " + restarted.toMillis() + " ms, 500 calls ended at both ends "
                + took.toMillis() + " ms after the first verdict");
        assertAllToldAsTerminated();
        calls.keySet().forEach(account -> fleet.provisioning().awaitChannels(account, 0));
    }

    @Test
    void shouldEndFiveHundredCallsWhenTheirGatewayWasKilledAndAnotherAdoptedThem() {
        // Given
        fleet.startGateway(second);
        callFromAllAccounts();

        // When
        fleet.gateway(first).process().kill();
        Instant killed = Instant.now();
        fleet.gateway(second).process().awaitError("its calls are adopted");
        Duration adopted = Duration.between(killed, Instant.now());
        assertChannelsHeld(CALLS_EACH);
        Duration took = endAll();

        // Then
        System.out.println("adoption: after " + adopted.toMillis() + " ms, 500 calls ended at both ends "
                + took.toMillis() + " ms after the first verdict");
        assertThat(adopted).isLessThan(LEASE.multipliedBy(3)); // a machine may be busy; the figure is printed
        assertAllToldAsTerminated();
        calls.keySet().forEach(account -> fleet.provisioning().awaitChannels(account, 0));
    }

    @Test
    void shouldTellEachEndOnceWhenTheGatewayWasOnlyTakenForDead() {
        // Given
        fleet.startGateway(second);
        callFrom(1, 20);

        // When
        fleet.gateway(first).process().pause();
        fleet.gateway(second).process().awaitError("its calls are adopted");
        fleet.gateway(first).process().goOn();
        fleet.gateway(first).process().awaitError("calls were adopted by another gateway");
        endAll();

        // Then
        List<CallEvent> ended =
                events.await("ends", 20, event -> isOurs(event) && event.getEvent() instanceof CallEnded);
        assertThat(ended)
                .hasSize(20)
                .allSatisfy(event -> assertThat(event.getGatewayId()).isEqualTo(second));
        fleet.provisioning().awaitChannels(name + "-0", 0);
    }

    @Test
    void shouldCutPrepaidCallsAtTheirInstantsOrAtTheAdoptionAtTheLatest() {
        // Given
        TopicReader<CallRecord> records = fleet.read(Topics.CALL_RECORDS, CallRecord.class);
        fleet.startGateway(second);
        Billing billing = fleet.billing(first);
        List<PlacedCall> placed = new ArrayList<>();
        int[] seconds = {4, 8, 12, 16, 20, 24};
        for (int credit : seconds) {
            billing.open(prepaid(credit), BY_SECOND, credit * SECOND);
        }
        for (int credit : seconds) {
            PlacedCall call = phone.invite(Dial.to(Cast.LOCAL).from(prepaid(credit)));
            call.awaitAnswered();
            placed.add(call);
        }
        Await.instant(Instant.now().plusMillis(1_500));

        // When
        fleet.gateway(first).process().kill();

        // Then
        placed.forEach(call -> call.awaitEnded(PATIENCE));
        fleet.upstream().calls().forEach(call -> call.awaitEnded(PATIENCE));
        List<CallRecord> written = records.await(
                "records", seconds.length, record -> record.getAccount().startsWith(name));
        assertThat(written).hasSize(seconds.length).allSatisfy(record -> {
            int credit = credit(record);
            assertThat(record.getTerminationReason()).isEqualTo(TerminationReason.BALANCE_EXHAUSTED);
            assertThat(record.getCost()).isEqualTo(credit * SECOND);
            assertThat(record.getUncollected()).isZero();
        });
        List<Long> late = written.stream()
                .map(record -> Duration.between(record.getAnsweredAt().plusSeconds(credit(record)), record.getEndedAt())
                        .toMillis())
                .toList();
        System.out.println("prepaid calls ended so many ms after their instants: " + late);
        assertThat(events.values(event -> isOurs(event) && event.getEvent() instanceof CallEnded))
                .hasSize(seconds.length);
        for (int credit : seconds) {
            fleet.provisioning().awaitBalance(prepaid(credit), 0);
        }
    }

    private String prepaid(int credit) {
        return name + "-" + credit;
    }

    private static int credit(CallRecord record) {
        return Integer.parseInt(
                record.getAccount().substring(record.getAccount().lastIndexOf('-') + 1));
    }
}
