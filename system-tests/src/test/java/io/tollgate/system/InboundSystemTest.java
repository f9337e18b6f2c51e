package io.tollgate.system;

import static io.tollgate.testsupport.fixture.Orders.terminateCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.Direction;
import io.tollgate.EndCause;
import io.tollgate.Identity;
import io.tollgate.LegClosed;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.TestProxy;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.scenario.Await;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Calls for a device that is registered through one gateway, which the upstream sends to another. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InboundSystemTest {
    private static final String BOB = "inbound-bob";

    private static Cluster cluster;
    private static TestProxy proxy;
    private static GatewayProcess holder;
    private static GatewayProcess other;
    private static Phone bob;
    private static Phone carol;

    @BeforeAll
    static void start() {
        cluster = Cluster.shared();
        proxy = TestProxy.builder().open();
        holder = cluster.gateway(proxy.uri());
        other = cluster.gateway(proxy.uri());
        cluster.provision(Accounts.account(BOB).setChannelLimit(1).build());
        proxy.reachingDevicesThrough(other.sip());
        bob = Phone.of(BOB).proxy(holder.sip().over(Hop.Transport.TCP)).open();
        carol = Phone.of("carol").proxy(Hop.udp(proxy.address())).open();
        assertThat(GatewayProcess.registerStatus(bob)).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        carol.close();
        bob.close();
        other.close();
        holder.close();
        proxy.close();
    }

    @Test
    @Order(1)
    void shouldBeOneCallOfTheGatewayThatGotItWhenAVerdictEndsIt() {
        // Given
        PlacedCall call = carol.invite(BOB);
        call.awaitAnswered();
        ReceivedCall received = bob.awaitCall();
        received.awaitAnswered();
        cluster.awaitEvents(call.callId(), BOB, 3);

        // When
        cluster.verdict(terminateCall(call.callId()).build());

        // Then
        assertThat(call.awaitEnded(Cluster.PATIENCE).by()).isEqualTo(CallEnd.By.PEER);
        assertThat(received.awaitEnded(Cluster.PATIENCE).by()).isEqualTo(CallEnd.By.PEER);
        List<CallEvent> events = cluster.awaitEvents(call.callId(), BOB, 6);
        assertThat(events).extracting(CallEvent::getGatewayId).containsOnly(other.id());
        assertThat(events).extracting(CallEvent::getDirection).containsOnly(Direction.INBOUND);
        assertThat(events).extracting(CallEvent::getIdentity).containsOnly(Identity.UPSTREAM);
        assertThat(events)
                .extracting(CallEvent::getCallId)
                .containsOnly(events.get(0).getCallId());
        assertThat(events.stream().map(CallEvent::getEvent).filter(CallAttempted.class::isInstance))
                .hasSize(1);
        assertThat(events.stream()
                        .map(CallEvent::getEvent)
                        .filter(CallEnded.class::isInstance)
                        .map(CallEnded.class::cast))
                .extracting(CallEnded::getCause)
                .containsExactly(EndCause.TERMINATED);
        assertThat(events.stream()
                        .map(CallEvent::getEvent)
                        .filter(LegClosed.class::isInstance)
                        .map(LegClosed.class::cast))
                .hasSize(2)
                .allMatch(leg -> Integer.valueOf(200).equals(leg.getSipStatus()));
        List<CallRecord> records = cluster.callRecords()
                .await("its record", 1, of -> of.getSipCallId().equals(call.callId()));
        assertThat(records.get(0).getDirection()).isEqualTo(Direction.INBOUND);
        assertThat(records.get(0).getCost()).isZero();
        cluster.awaitChannels(BOB, 0);
    }

    @Test
    @Order(2)
    void shouldReachTheDeviceItselfWhenItsGatewayHasStopped() {
        // When
        assertThat(holder.process().stop()).isZero();

        // Then: once the other one has heard of it
        Await.until(
                "an answer without its gateway",
                Cluster.PATIENCE,
                () -> answered(carol.request("MESSAGE", BOB)),
                status -> status == 200);
        PlacedCall call = carol.invite(BOB);
        call.awaitAnswered();
        call.hangUp();
        call.awaitEnded();
    }

    private static int answered(Future<Sighting> response) {
        try {
            return response.get(1, TimeUnit.SECONDS).status();
        } catch (ExecutionException | TimeoutException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
