package io.tollgate.system;

import static io.tollgate.testsupport.fixture.Orders.terminateCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.CallRinging;
import io.tollgate.Direction;
import io.tollgate.EndCause;
import io.tollgate.LegClosed;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.TestProxy;
import io.tollgate.testsupport.fixture.Accounts;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A customer calls another customer of the same operator: the call passes Tollgate on its way to the operator's proxy
 * and, along the Path of the callee's registration, again on its way from there. It is two calls with one SIP Call-ID.
 */
class TwoPassesSystemTest {
    private static final String ALICE = "passes-alice";
    private static final String BOB = "passes-bob";

    private static Cluster cluster;
    private static TestProxy proxy;
    private static GatewayProcess gateway;

    private Phone alice;
    private Phone bob;
    private PlacedCall placed;
    private ReceivedCall received;

    @BeforeAll
    static void start() {
        cluster = Cluster.shared();
        proxy = TestProxy.builder()
                .upstream(Hop.udp(cluster.upstream().address()))
                .open();
        gateway = cluster.gateway(proxy.uri());
        cluster.provision(Accounts.account(ALICE).setChannelLimit(5).build());
        cluster.provision(Accounts.account(BOB).setChannelLimit(5).build());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        proxy.close();
    }

    @BeforeEach
    void call() {
        alice = gateway.phone(ALICE).open();
        bob = gateway.phone(BOB).open();
        assertThat(GatewayProcess.registerStatus(bob)).isEqualTo(200);
        assertThat(proxy.paths(BOB))
                .allSatisfy(path -> assertThat(path)
                        .singleElement()
                        .asString()
                        .contains(gateway.sip().hostPort()));
        placed = alice.invite(BOB);
        received = bob.awaitCall();
        placed.awaitAnswered();
        received.awaitAnswered();
    }

    @AfterEach
    void forget() throws Exception {
        try (Phone one = alice;
                Phone two = bob) {
            assertThat(two.register(java.time.Duration.ZERO)
                            .get(Cluster.PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                            .status())
                    .isEqualTo(200);
            assertThat(one.unreadable()).isEmpty();
            assertThat(two.unreadable()).isEmpty();
        }
    }

    @Test
    void shouldBeTwoCallsWhenTheCallerHangsUp() {
        // Given
        cluster.awaitChannels(ALICE, 1);
        cluster.awaitChannels(BOB, 0);
        assertThat(placed.await("200 to the re-INVITE", placed.reinvite(), Cluster.PATIENCE)
                        .status())
                .isEqualTo(200);

        // When
        int status = placed.await("200 to the BYE", placed.hangUp(), Cluster.PATIENCE)
                .status();

        // Then
        assertThat(status).isEqualTo(200);
        assertThat(received.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertTwoWholeCalls(EndCause.CALLER);
        cluster.awaitChannels(ALICE, 0);
        CallRecord record =
                cluster
                        .callRecords()
                        .await("records of both", 2, of -> of.getSipCallId().equals(placed.callId()))
                        .stream()
                        .filter(of -> of.getAccount().equals(ALICE))
                        .findFirst()
                        .orElseThrow();
        assertThat(record.getDirection()).isEqualTo(Direction.OUTBOUND);
    }

    @Test
    void shouldBeTwoCallsWhenTheCalleeHangsUp() {
        // When
        int status = received.await("200 to the BYE", received.hangUp(), Cluster.PATIENCE)
                .status();

        // Then
        assertThat(status).isEqualTo(200);
        assertThat(placed.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertTwoWholeCalls(EndCause.CALLEE);
    }

    @Test
    void shouldTerminateThePassOfTheAccountThatTheVerdictNames() {
        // Given
        placed.awaitAnswered();
        cluster.awaitEvents(placed.callId(), BOB, 3);

        // When
        cluster.verdict(terminateCall(placed.callId()).setAccount(BOB).build());

        // Then
        assertThat(received.awaitEnded(Cluster.PATIENCE).by()).isEqualTo(CallEnd.By.PEER);
        assertThat(placed.awaitEnded(Cluster.PATIENCE).by()).isEqualTo(CallEnd.By.PEER);
        List<CallEvent> bobs = cluster.awaitEvents(placed.callId(), BOB, 6);
        assertThat(end(bobs).getCause()).isEqualTo(EndCause.TERMINATED);
        assertThat(legs(bobs)).hasSize(2).allMatch(leg -> Integer.valueOf(200).equals(leg.getSipStatus()));
        List<CallEvent> alices = cluster.awaitEvents(placed.callId(), ALICE, 4);
        assertThat(end(alices).getCause()).isEqualTo(EndCause.CALLEE);
        assertThat(legs(alices)).isEmpty();
        cluster.awaitChannels(ALICE, 0);
    }

    @Test
    void shouldTerminateBothPassesWhenTheVerdictNamesNoAccount() {
        // Given
        cluster.awaitEvents(placed.callId(), ALICE, 3);
        cluster.awaitEvents(placed.callId(), BOB, 3);

        // When
        cluster.verdict(terminateCall(placed.callId()).build());

        // Then: each pass sends its BYEs to both sides, and those cross in the proxy
        assertThat(received.awaitEnded(Cluster.PATIENCE).by()).isEqualTo(CallEnd.By.PEER);
        assertThat(placed.awaitEnded(Cluster.PATIENCE).by()).isEqualTo(CallEnd.By.PEER);
        for (String account : List.of(ALICE, BOB)) {
            List<CallEvent> events = cluster.awaitEvents(placed.callId(), account, 6);
            assertThat(end(events).getCause()).as(account).isEqualTo(EndCause.TERMINATED);
            assertThat(legs(events))
                    .as(account)
                    .hasSize(2)
                    .allMatch(leg -> Integer.valueOf(200).equals(leg.getSipStatus()));
        }
        cluster.awaitChannels(ALICE, 0);
    }

    private void assertTwoWholeCalls(EndCause cause) {
        List<CallEvent> alices = cluster.awaitEvents(placed.callId(), ALICE, 4);
        List<CallEvent> bobs = cluster.awaitEvents(placed.callId(), BOB, 4);
        assertThat(alices).extracting(CallEvent::getDirection).containsOnly(Direction.OUTBOUND);
        assertThat(bobs).extracting(CallEvent::getDirection).containsOnly(Direction.INBOUND);
        for (List<CallEvent> call : List.of(alices, bobs)) {
            assertThat(call)
                    .extracting(CallEvent::getCallId)
                    .containsOnly(call.get(0).getCallId());
            assertThat(call).extracting(CallEvent::getSequence).containsExactly(0, 1, 2, 3);
            assertThat(call)
                    .extracting(event -> event.getEvent().getClass().getSimpleName())
                    .containsExactly(
                            CallAttempted.class.getSimpleName(),
                            CallRinging.class.getSimpleName(),
                            CallAnswered.class.getSimpleName(),
                            CallEnded.class.getSimpleName());
            assertThat(end(call).getCause()).isEqualTo(cause);
        }
        assertThat(alices.get(0).getCallId()).isNotEqualTo(bobs.get(0).getCallId());
    }

    private static CallEnded end(List<CallEvent> events) {
        return events.stream()
                .map(CallEvent::getEvent)
                .filter(CallEnded.class::isInstance)
                .map(CallEnded.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static List<LegClosed> legs(List<CallEvent> events) {
        return events.stream()
                .map(CallEvent::getEvent)
                .filter(LegClosed.class::isInstance)
                .map(LegClosed.class::cast)
                .toList();
    }
}
