package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.AccountState;
import io.tollgate.BalanceAdjustment;
import io.tollgate.BlacklistEntry;
import io.tollgate.CallRecord;
import io.tollgate.CreditModel;
import io.tollgate.Direction;
import io.tollgate.EndCause;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.Provision;
import io.tollgate.enforcement.call.CallDetails;
import io.tollgate.enforcement.call.Channel;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.call.Owner;
import io.tollgate.enforcement.charge.Charge;
import io.tollgate.enforcement.charge.Told;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import io.tollgate.enforcement.rating.Tariff;
import io.tollgate.enforcement.store.CallKey;
import io.tollgate.enforcement.store.DueIndex;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebuildTopologyTest {
    private final Set<Integer> counted = new HashSet<>();
    private final TestTopology topology =
            new TestTopology(surroundings -> EnforcementTopology.rebuild(surroundings, counted::add));

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shouldMakeUpTheBalanceOfAdjustmentsAndHighestRevisions() {
        // Given
        adjust("a-1", 5_000_000, null);
        account("EUR");
        adjust("a-2", 250_000, "EUR");

        // When
        record("call-1", 0, 700_000);
        record("call-2", 1, 30_000);
        record("call-2", 0, 90_000);
        record("call-1", 1, 600_000);

        // Then
        assertThat(standing().purse().balance()).isEqualTo(new Money(5_250_000 - 600_000 - 30_000));
        assertThat(standing().provision()).isEqualTo(Provision.PROVISIONED);
    }

    @Test
    void shouldCountWhatComesTwiceOnce() {
        // Given
        account("EUR");

        // When
        adjust("a-1", 5_000_000, null);
        adjust("a-1", 5_000_000, null);
        record("call-1", 0, 700_000);
        record("call-1", 0, 700_000);

        // Then
        assertThat(standing().purse().balance()).isEqualTo(new Money(4_300_000));
    }

    @Test
    void shouldLeaveOutWhatWasRejectedThen() {
        // Given
        account("EUR");
        adjust("a-1", 1_000_000, null);

        // When
        adjust("a-2", 9_000_000, "USD");

        // Then
        assertThat(standing().purse().balance()).isEqualTo(new Money(1_000_000));
    }

    @Test
    void shouldGoBelowZeroWhereRecordsComeBeforeAdjustments() {
        // Given
        record("call-1", 0, 700_000);

        // When
        account("EUR");
        adjust("a-1", 1_000_000, null);

        // Then
        assertThat(standing().purse().balance()).isEqualTo(new Money(300_000));
    }

    @Test
    void shouldLeaveItToTheServiceToSayAllOfAnAccountAgain() {
        // Given
        account("EUR");
        adjust("a-1", 1_000_000, null);
        var rebuilt = standing();

        try (TestTopology service = new TestTopology()) {
            service.driver
                    .<String, AccountStanding>getKeyValueStore(Stores.STANDINGS)
                    .put("alice", rebuilt);
            new DueIndex(service.driver.getKeyValueStore(Stores.LOOKS_DUE))
                    .add(new DueIndex.Due(Instant.EPOCH, 'L', "alice"));

            // When
            service.pass(Duration.ofSeconds(1));

            // Then
            assertThat(service.read(Topics.BLACKLIST, BlacklistEntry.class))
                    .hasSize(3)
                    .allSatisfy(entry -> assertThat(entry.value()).isNull());
            assertThat(service.read(Topics.ACCOUNT_STATES, AccountState.class))
                    .singleElement()
                    .satisfies(state -> assertThat(state.value().getBalance()).isEqualTo(1_000_000));
            service.pass(Duration.ofSeconds(1));
            assertThat(service.read(Topics.ACCOUNT_STATES, AccountState.class)).isEmpty();
        }
    }

    /** Kafka may have dropped all but the removal of what was set up once. */
    @Test
    void shouldKeepAnAccountForgottenOfWhichOnlyTheRemovalIsLeft() {
        // When
        topology.send(Topics.ACCOUNTS, "alice", null);

        // Then
        assertThat(standing().provision()).isEqualTo(Provision.FORGOTTEN);
        assertThat(standing().isRebuilt()).isTrue();
    }

    @Test
    void shouldCountACallOnceThatWasLostAndLivesAgain() {
        // Given
        var details = new CallDetails(
                "sip", "gw", 1, io.tollgate.enforcement.call.Direction.OUTBOUND, "a", "b", "1", "192.0.2.1:5060/udp");
        var tariff = new Tariff("basic", "1", new RateTerms(Money.ZERO, new Money(600_000), 1, 1));
        var charge = new Charge(tariff, "EUR", false, null, topology.now(), null, Told.NOTHING);
        var owner = new Owner("gw", 1, 1);
        var live = new LiveCall(
                "call-1",
                details,
                false,
                topology.now(),
                topology.now(),
                topology.now(),
                Channel.HELD,
                false,
                charge,
                owner,
                1);
        topology.driver.<CallKey, LiveCall>getKeyValueStore(Stores.CALLS).put(new CallKey("alice", "call-1"), live);
        account("EUR");
        adjust("a-1", 1_000_000, null);

        // When
        record("call-1", 0, 700_000);
        record("call-2", 0, 100_000);
        topology.pass(Duration.ofSeconds(1));

        // Then: a cent is set aside for its first second, nothing is drawn yet
        assertThat(standing().purse().balance()).isEqualTo(new Money(900_000));
        assertThat(standing().purse().running()).isEqualTo(1);
        assertThat(standing().held()).isEqualTo(1);
    }

    @Test
    void shouldTellNobodyAnything() {
        // When
        account("EUR");
        adjust("a-1", -1_000_000, null);
        adjust("a-2", 9_000_000, "USD");
        record("call-1", 0, 700_000);
        topology.pass(Duration.ofSeconds(1));

        // Then
        assertThat(counted).containsExactly(0);
        assertThat(topology.driver.producedTopicNames())
                .allMatch(name -> name.endsWith("-repartition") || name.endsWith("-changelog"));
    }

    private AccountStanding standing() {
        return topology.driver
                .<String, AccountStanding>getKeyValueStore(Stores.STANDINGS)
                .get("alice");
    }

    private void account(String currency) {
        topology.send(
                Topics.ACCOUNTS,
                "alice",
                Account.newBuilder()
                        .setAccount("alice")
                        .setCreditModel(CreditModel.PREPAID)
                        .setCurrency(currency)
                        .build());
    }

    private void adjust(String id, long amount, String currency) {
        topology.send(
                Topics.BALANCE_ADJUSTMENTS,
                "alice",
                BalanceAdjustment.newBuilder()
                        .setAdjustmentId(id)
                        .setAccount("alice")
                        .setAmount(amount)
                        .setCurrency(currency)
                        .setAt(topology.now())
                        .setReason("")
                        .build());
    }

    private void record(String callId, int revision, long cost) {
        topology.send(
                Topics.CALL_RECORDS,
                "alice",
                CallRecord.newBuilder()
                        .setCallId(callId)
                        .setRevision(revision)
                        .setSipCallId("sip-" + callId)
                        .setGatewayId("gw")
                        .setAccount("alice")
                        .setDirection(Direction.OUTBOUND)
                        .setCaller("sip:alice@a")
                        .setCallee("sip:1@b")
                        .setDestination("1")
                        .setAttemptedAt(topology.now())
                        .setEndedAt(topology.now())
                        .setBilledSeconds(1)
                        .setCost(cost)
                        .setCause(EndCause.CALLER)
                        .build());
    }
}
