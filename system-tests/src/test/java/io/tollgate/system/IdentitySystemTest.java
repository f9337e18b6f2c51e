package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.EndCause;
import io.tollgate.Identity;
import io.tollgate.phone.Call;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.TestProxy;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.fixture.Cast;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Only a proven identity takes channels, with an upstream that challenges every INVITE. */
class IdentitySystemTest {
    private static final String REALM = "operator.example";
    private static final String PASSWORD = "open sesame";
    private static final String VICTIM = "identity-victim";
    private static final String ROBBED = "identity-robbed";
    private static final String MALLORY = "identity-mallory";

    private static Cluster cluster;
    private static TestProxy proxy;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        cluster = Cluster.shared();
        proxy = TestProxy.builder()
                .upstream(Hop.udp(cluster.upstream().address()))
                .challenging(REALM)
                .user(VICTIM, PASSWORD)
                .user(MALLORY, PASSWORD)
                .open();
        gateway = cluster.gateway(proxy.uri());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        proxy.close();
    }

    @Test
    void shouldHoldNoChannelWhenTheUpstreamChallenges() {
        // Given
        cluster.provision(Accounts.account(VICTIM).setChannelLimit(2).build());
        try (Phone forger = gateway.phone(MALLORY).open();
                Phone victim =
                        gateway.phone(VICTIM).credentials(VICTIM, PASSWORD).open()) {

            // When
            List<PlacedCall> forged = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                forged.add(forger.invite(Dial.to(Cast.LOCAL).from(VICTIM)));
            }
            forged.forEach(Call::awaitEnded);
            PlacedCall real = victim.invite(Cast.LOCAL);
            real.awaitAnswered();

            // Then
            cluster.awaitChannels(VICTIM, 1);
            for (PlacedCall call : forged) {
                assertThat(call.awaitEnded().status()).isEqualTo(407);
                List<CallEvent> events = cluster.awaitEvents(call.callId(), VICTIM, 2);
                assertThat(events).allMatch(event -> event.getIdentity() == Identity.CLAIMED);
                assertThat(events.get(0).getEvent()).isInstanceOf(CallAttempted.class);
                assertThat(events.get(1).getEvent())
                        .isInstanceOfSatisfying(
                                CallEnded.class,
                                end -> assertThat(end.getCause()).isEqualTo(EndCause.FAILED));
            }
            real.hangUp();
            real.awaitEnded();
            cluster.awaitChannels(VICTIM, 0);
            // Written in the order of the account's events, so by now all have been: one channel at most, of the real
            // call.
            cluster.accountStates()
                    .awaitStanding(
                            "no channel of " + VICTIM,
                            state -> state.getAccount().equals(VICTIM) && state.getActiveChannels() == 0);
            assertThat(cluster.accountStates()
                            .values(state -> state.getAccount().equals(VICTIM)))
                    .allMatch(state -> state.getActiveChannels() <= 1);
            cluster.callRecords()
                    .await(
                            "the record of the real call",
                            1,
                            record -> record.getSipCallId().equals(real.callId()) && record.getAnsweredAt() != null);
            assertThat(cluster.callRecords()
                            .values(record -> record.getAccount().equals(VICTIM)))
                    .hasSize(1);
        }
    }

    @Test
    void shouldSpendTheChannelsOfTheCredentialsWhenFromNamesAnother() {
        // Given
        cluster.provision(Accounts.account(ROBBED).setChannelLimit(2).build());
        cluster.provision(Accounts.account(MALLORY).setChannelLimit(2).build());
        try (Phone mallory =
                gateway.phone(MALLORY).credentials(MALLORY, PASSWORD).open()) {

            // When
            PlacedCall call = mallory.invite(Dial.to(Cast.LOCAL).from(ROBBED));
            call.awaitAnswered();

            // Then
            cluster.awaitChannels(MALLORY, 1);
            cluster.awaitChannels(ROBBED, 0);
            assertThat(cluster.api().calls(MALLORY)).hasSize(1);
            List<CallEvent> events = cluster.awaitEvents(call.callId(), MALLORY, 3);
            assertThat(events.get(events.size() - 1).getIdentity()).isEqualTo(Identity.UPSTREAM);
            call.hangUp();
            call.awaitEnded();
            cluster.awaitChannels(MALLORY, 0);
            assertThat(cluster.accountStates()
                            .values(state -> state.getAccount().equals(ROBBED)))
                    .allMatch(state -> state.getActiveChannels() == 0);
        }
    }
}
