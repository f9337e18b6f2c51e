package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.AccountState;
import io.tollgate.Admission;
import io.tollgate.BlacklistEntry;
import io.tollgate.BlacklistReason;
import io.tollgate.CallAttempted;
import io.tollgate.CallRecord;
import io.tollgate.EndCause;
import io.tollgate.Identity;
import io.tollgate.RefusalReason;
import io.tollgate.Termination;
import io.tollgate.TerminationReason;
import io.tollgate.enforcement.TestTopology.Out;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.Provision;
import io.tollgate.enforcement.store.CallKey;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTopologyTest {

    private final TestTopology topology = new TestTopology();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shouldTakeAndReturnOneChannelWhenACallComesAndGoes() {
        // Given
        var call = new TestCall(topology, "bob", "c1");

        // When
        call.attempt().ring().answer();
        topology.pass(Duration.ofSeconds(7));
        call.end(EndCause.CALLEE, null);

        // Then
        assertThat(states()).extracting(AccountState::getActiveChannels).containsExactly(1, 0);
        var record = topology.values(Topics.CALL_RECORDS, CallRecord.class).get(0);
        assertThat(record.getCallId()).isEqualTo("c1");
        assertThat(record.getSipCallId()).isEqualTo("sip-c1");
        assertThat(record.getAttemptedAt()).isEqualTo(TestTopology.START);
        assertThat(record.getAnsweredAt()).isEqualTo(TestTopology.START);
        assertThat(record.getEndedAt()).isEqualTo(TestTopology.START.plusSeconds(7));
        assertThat(record.getCause()).isEqualTo(EndCause.CALLEE);
        assertThat(record.getCost()).isZero();
    }

    @Test
    void shouldTerminateTheCallThatCameLastWhenOverTheLimit() {
        // Given
        provision(account("bob").setChannelLimit(2));
        new TestCall(topology, "bob", "c1").attempt();
        new TestCall(topology, "bob", "c2").attempt();

        // When
        new TestCall(topology, "bob", "c3").attempt();

        // Then
        var termination = topology.values(Topics.TERMINATIONS, Termination.class);
        assertThat(termination).hasSize(1);
        assertThat(termination.get(0).getCallId()).isEqualTo("c3");
        assertThat(termination.get(0).getAccount()).isEqualTo("bob");
        assertThat(termination.get(0).getReason()).isEqualTo(TerminationReason.CHANNEL_LIMIT);
        assertThat(states()).extracting(AccountState::getActiveChannels).containsExactly(0, 1, 2);
    }

    @Test
    void shouldRefuseNewCallsWhileTheAccountIsFull() {
        // Given
        provision(account("bob").setChannelLimit(1));
        var call = new TestCall(topology, "bob", "c1").attempt();
        var first = entries();

        // When
        topology.pass(Duration.ofMillis(900));
        var early = entries();
        topology.pass(Duration.ofMillis(350));
        var renewed = entries();
        call.end(EndCause.CALLER, null);
        var removed = entries();
        topology.pass(Duration.ofSeconds(5));

        // Then
        assertThat(first).hasSize(1);
        var entry = first.get(0).value();
        assertThat(entry.getReason()).isEqualTo(BlacklistReason.CHANNEL_LIMIT);
        assertThat(entry.getExpiresAt()).isEqualTo(TestTopology.START.plusSeconds(2));
        assertThat(early).isEmpty();
        assertThat(renewed).extracting(Out::key).containsExactly(first.get(0).key());
        assertThat(renewed.get(0).value().getExpiresAt()).isEqualTo(TestTopology.START.plusMillis(3250));
        assertThat(removed).containsExactly(new Out<>(first.get(0).key(), null));
        assertThat(entries()).isEmpty();
    }

    @Test
    void shouldTakeNoChannelForAClaimedOrChallengedAttempt() {
        // When
        new TestCall(topology, "bob", "c1").by(Identity.CLAIMED).attempt().end(EndCause.FAILED, 407);

        // Then
        assertThat(states()).isEmpty();
        assertThat(topology.readBytes(Topics.CALL_RECORDS)).isEmpty();
    }

    @Test
    void shouldTakeTheChannelWhenTheUpstreamProvesTheCaller() {
        // Given
        var call = new TestCall(topology, "bob", "c1").by(Identity.CLAIMED).attempt();
        var before = states();

        // When
        call.by(Identity.UPSTREAM).ring();

        // Then
        assertThat(before).isEmpty();
        assertThat(states()).extracting(AccountState::getActiveChannels).containsExactly(1);
    }

    @Test
    void shouldHoldNoChannelForAnInboundCall() {
        // When
        new TestCall(topology, "bob", "c1").inbound().attempt().answer().end(EndCause.CALLER, null);

        // Then
        assertThat(states()).isEmpty();
        assertThat(topology.readBytes(Topics.CALL_RECORDS)).hasSize(1);
    }

    @Test
    void shouldRecordNothingOfARefusedCall() {
        // When
        new TestCall(topology, "bob", "c1").attempt().refuse(RefusalReason.NOT_ADMITTED);

        // Then
        assertThat(topology.readBytes(Topics.CALL_RECORDS)).isEmpty();
        assertThat(states()).extracting(AccountState::getActiveChannels).containsExactly(1, 0);
    }

    @Test
    void shouldAdmitUpToTheLimitWhenAdmissionIsStrict() {
        // Given
        provision(account("bob").setChannelLimit(1).setStrictAdmission(true));

        // When
        new TestCall(topology, "bob", "c1").attempt();
        new TestCall(topology, "bob", "c2").attempt();

        // Then
        var admissions = topology.read(Topics.ADMISSIONS, Admission.class);
        assertThat(admissions).extracting(Out::key).containsExactly("gw1", "gw1");
        assertThat(admissions.get(0).value().getAdmitted()).isTrue();
        assertThat(admissions.get(0).value().getActiveChannels()).isEqualTo(1);
        assertThat(admissions.get(1).value().getAdmitted()).isFalse();
        assertThat(admissions.get(1).value().getReason()).isEqualTo(RefusalReason.CHANNEL_LIMIT);
        assertThat(topology.readBytes(Topics.TERMINATIONS)).isEmpty();
    }

    @Test
    void shouldDecideOnceWhenAnEventComesAgain() {
        // Given
        provision(account("bob").setChannelLimit(1).setStrictAdmission(true));
        var call = new TestCall(topology, "bob", "c1");
        var attempted = call.event(new CallAttempted(null));

        // When
        topology.send(Topics.CALL_EVENTS, "bob", attempted);
        topology.send(Topics.CALL_EVENTS, "bob", attempted);

        // Then
        assertThat(topology.readBytes(Topics.ADMISSIONS)).hasSize(1);
    }

    @Test
    void shouldEndCallsAndRefuseNewOnesWhenTheAccountIsDisabled() {
        // Given
        provision(account("bob"));
        new TestCall(topology, "bob", "c1").attempt().answer();
        states();

        // When
        provision(account("bob").setEnabled(false));

        // Then
        var termination =
                topology.values(Topics.TERMINATIONS, Termination.class).get(0);
        assertThat(termination.getAccount()).isEqualTo("bob");
        assertThat(termination.getCallId()).isNull();
        assertThat(termination.getReason()).isEqualTo(TerminationReason.ACCOUNT_DISABLED);
        assertThat(entries())
                .extracting(entry -> entry.value().getReason())
                .containsExactly(BlacklistReason.ACCOUNT_DISABLED);
        assertThat(states()).extracting(AccountState::getBlocked).containsExactly(BlacklistReason.ACCOUNT_DISABLED);
    }

    @Test
    void shouldStayRefusedWhenForgottenUntilProvisionedAgain() {
        // Given
        provision(account("bob"));

        // When
        topology.send(Topics.ACCOUNTS, "bob", null);
        var forgotten = entries();
        provision(account("bob"));

        // Then
        assertThat(forgotten).hasSize(1);
        assertThat(entries()).containsExactly(new Out<>(forgotten.get(0).key(), null));
        assertThat(topology.readBytes(Topics.TERMINATIONS)).hasSize(1);
    }

    @Test
    void shouldDoNothingWhenAnAccountIsForgottenThatNeverWas() {
        // Given
        new TestCall(topology, "bob", "c1").attempt();
        states();

        // When
        topology.send(Topics.ACCOUNTS, "bob", null);
        topology.send(Topics.ACCOUNTS, "nobody", null);

        // Then
        assertThat(topology.rejected()).isEmpty();
        assertThat(states()).isEmpty();
        assertThat(entries()).isEmpty();
        assertThat(topology.readBytes(Topics.TERMINATIONS)).isEmpty();
        KeyValueStore<String, AccountStanding> standings = topology.driver.getKeyValueStore(Stores.STANDINGS);
        assertThat(standings.get("nobody")).isNull();
        assertThat(standings.get("bob").provision()).isEqualTo(Provision.NEVER);
    }

    @Test
    void shouldKeepSettingsWhenTheRegistryFailsInBetween() {
        // Given
        var encoded = topology.encode(
                Topics.ACCOUNTS, account("bob").setChannelLimit(3).build());
        topology.registry.failEachFirst(true);

        // When
        topology.sendBytes(Topics.ACCOUNTS, "bob".getBytes(StandardCharsets.UTF_8), encoded);
        topology.registry.failEachFirst(false);

        // Then
        KeyValueStore<String, Account> settings = topology.driver.getKeyValueStore(Stores.SETTINGS);
        assertThat(settings.get("bob").getChannelLimit()).isEqualTo(3);
    }

    @Test
    void shouldLetAnEmergencyCallGoWhateverTheAccountsState() {
        // Given
        provision(account("bob").setChannelLimit(0).setEnabled(false));
        topology.readBytes(Topics.TERMINATIONS);

        // When
        new TestCall(topology, "bob", "c1").to("112").attempt().ring().answer();

        // Then
        assertThat(topology.readBytes(Topics.TERMINATIONS)).isEmpty();
    }

    @Test
    void shouldForgetTheEndOfACallAfterAnHour() {
        // Given
        new TestCall(topology, "bob", "c1").attempt().end(EndCause.CALLER, null);
        KeyValueStore<CallKey, Instant> ended = topology.driver.getKeyValueStore(Stores.ENDED_CALLS);
        var key = new CallKey("bob", "c1");

        // When
        topology.pass(Duration.ofMinutes(59));
        var remembered = ended.get(key);
        topology.pass(Duration.ofMinutes(1));

        // Then
        assertThat(remembered).isNotNull();
        assertThat(ended.get(key)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tollgate.call-events", "test-settings-repartition"})
    void shouldForgetNoEndOfACallBeforeTheBacklogIsRead(String unread) {
        // Given
        new TestCall(topology, "bob", "c1").attempt().end(EndCause.CALLER, null);
        KeyValueStore<CallKey, Instant> ended = topology.driver.getKeyValueStore(Stores.ENDED_CALLS);
        var key = new CallKey("bob", "c1");
        topology.pretendUnread(unread);

        // When
        topology.pass(Duration.ofHours(2));
        var remembered = ended.get(key);
        topology.pretendUnread(null);
        topology.pass(Duration.ofSeconds(1));

        // Then
        assertThat(remembered).isNotNull();
        assertThat(ended.get(key)).isNull();
    }

    @Test
    void shouldKeepNothingOfAnAccountThatNobodyProvisionedWhenItsCallsAreOver() {
        // When
        new TestCall(topology, "anonymous", "c1").attempt().end(EndCause.CALLER, null);

        // Then
        assertThat(topology.driver.getKeyValueStore(Stores.STANDINGS).get("anonymous"))
                .isNull();
        assertThat(topology.driver.getKeyValueStore(Stores.CALLS).all().hasNext())
                .isFalse();
    }

    @Test
    void shouldCountTheSameForTheSameHistoryHoweverOftenItIsRead() {
        // Given
        provision(account("bob").setChannelLimit(1));
        var call = new TestCall(topology, "bob", "c1");
        var attempted = call.event(new CallAttempted(null));
        call.attempt().answer().end(EndCause.CALLER, null);
        states();

        // When
        topology.send(Topics.CALL_EVENTS, "bob", attempted);

        // Then
        assertThat(states()).isEmpty();
    }

    @Test
    void shouldAdmitThoseThatWaitWhenTheAccountTurnsOutToBeStrict() {
        // Given
        new TestCall(topology, "bob", "c1").attempt();
        topology.pass(Duration.ofMillis(1));
        new TestCall(topology, "bob", "c2").attempt();

        // When
        provision(account("bob").setChannelLimit(1).setStrictAdmission(true));

        // Then
        var admissions = topology.values(Topics.ADMISSIONS, Admission.class);
        assertThat(admissions).extracting(Admission::getCallId).containsExactly("c1", "c2");
        assertThat(admissions).extracting(Admission::getAdmitted).containsExactly(true, false);
    }

    private void provision(Account.Builder account) {
        topology.send(Topics.ACCOUNTS, account.getAccount(), account.build());
    }

    private static Account.Builder account(String name) {
        return Account.newBuilder().setAccount(name);
    }

    private List<AccountState> states() {
        return topology.values(Topics.ACCOUNT_STATES, AccountState.class);
    }

    private List<Out<BlacklistEntry>> entries() {
        return topology.read(Topics.BLACKLIST, BlacklistEntry.class);
    }
}
