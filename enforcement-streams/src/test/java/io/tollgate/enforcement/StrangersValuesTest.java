package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.Action;
import io.tollgate.BalanceAdjustment;
import io.tollgate.BlacklistEntry;
import io.tollgate.CallAnswered;
import io.tollgate.CallEnded;
import io.tollgate.EndCause;
import io.tollgate.FraudVerdict;
import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.Rate;
import io.tollgate.Termination;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values at the edges of what a record can say: none of them may stop the stream. */
class StrangersValuesTest {

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final Instant LEAST_LONG = micros(Long.MIN_VALUE);
    private static final Instant GREATEST_LONG = micros(Long.MAX_VALUE);
    private static final String LONG = "x".repeat(1024);
    private static final String TOO_LONG = "ü".repeat(513);

    private final TestTopology topology = new TestTopology();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shouldKeepAnEntryUntilTheYear9999WhenItExpiresThen() {
        // When
        topology.send(
                Topics.VERDICTS,
                "v1",
                verdict().setAccount("bob").setExpiresAt(LAST).build());
        topology.send(
                Topics.OPERATOR_COMMANDS,
                "o1",
                command().setAccount("bob").setExpiresAt(LAST).build());
        topology.pass(Duration.ofSeconds(1));

        // Then
        assertThat(topology.rejected()).isEmpty();
        assertThat(topology.values(Topics.BLACKLIST, BlacklistEntry.class))
                .extracting(BlacklistEntry::getExpiresAt)
                .containsExactly(LAST, LAST);
    }

    @Test
    void shouldFollowACallOfTheYear9999() {
        // Given
        var call = new TestCall(topology, "bob", "c1");
        var answered = call.event(new CallAnswered());
        answered.setAt(LAST);
        var ended = call.event(new CallEnded(EndCause.CALLER, null, null, null));
        ended.setAt(LAST);

        // When
        topology.send(Topics.CALL_EVENTS, "bob", answered);
        topology.send(Topics.CALL_EVENTS, "bob", ended);

        // Then
        assertThat(topology.rejected()).isEmpty();
        assertThat(topology.readBytes(Topics.CALL_RECORDS)).hasSize(1);
    }

    @Test
    void shouldSetAsideInstantsThatCannotBeMeant() {
        instantsOutOfRange().forEach(this::shouldSetAside);
    }

    @Test
    void shouldSetAsideIdsThatCannotBe() {
        idsThatCannotBe().forEach(this::shouldSetAside);
    }

    /** All in one topology: to open one takes longer than all of them. */
    private void shouldSetAside(Bad bad) {
        // When
        topology.send(bad.topic, bad.key, bad.value);
        topology.pass(Duration.ofSeconds(1));

        // Then
        assertThat(topology.rejected())
                .as(bad.reason)
                .hasSize(1)
                .allSatisfy(rejected -> assertThat(TestTopology.header(rejected, "tollgate.reason"))
                        .contains(bad.reason)
                        .hasSizeLessThan(200));
        assertThat(topology.readBytes(Topics.TERMINATIONS)).isEmpty();
        assertThat(topology.readBytes(Topics.BLACKLIST)).isEmpty();
    }

    /** A record and a part of what is told about it. */
    private record Bad(Topic topic, String key, SpecificRecord value, String reason) {}

    private static Stream<Bad> instantsOutOfRange() {
        return Stream.of(LEAST_LONG, GREATEST_LONG, LAST.plusNanos(1_000), Instant.parse("0000-12-31T23:59:59Z"))
                .flatMap(instant -> Stream.of(
                        new Bad(
                                Topics.VERDICTS,
                                "v1",
                                verdict()
                                        .setAccount("bob")
                                        .setExpiresAt(instant)
                                        .build(),
                                "expiresAt"),
                        new Bad(
                                Topics.VERDICTS,
                                "v1",
                                verdict().setAccount("bob").setIssuedAt(instant).build(),
                                "issuedAt"),
                        new Bad(
                                Topics.OPERATOR_COMMANDS,
                                "o1",
                                command()
                                        .setAccount("bob")
                                        .setExpiresAt(instant)
                                        .build(),
                                "expiresAt"),
                        new Bad(
                                Topics.OPERATOR_COMMANDS,
                                "o1",
                                command().setAccount("bob").setAt(instant).build(),
                                "at is"),
                        new Bad(Topics.CALL_EVENTS, "bob", answered(instant), "at is"),
                        new Bad(
                                Topics.BALANCE_ADJUSTMENTS,
                                "bob",
                                adjustment().setAt(instant).build(),
                                "at is")));
    }

    private static Stream<Bad> idsThatCannotBe() {
        return Stream.of(
                ofVerdict(verdict().setAccount("bob").setVerdictId(TOO_LONG), "verdictId"),
                ofVerdict(verdict().setAccount("bob").setSource(TOO_LONG), "source"),
                ofVerdict(verdict().setAccount(TOO_LONG), "account"),
                ofVerdict(verdict().setAccount("bob").setCallId(TOO_LONG), "callId"),
                ofVerdict(verdict().setDestinationPrefix("1".repeat(900_00)), "destinationPrefix"),
                ofVerdict(verdict().setSourceNetwork("1:".repeat(90_000)), "sourceNetwork"),
                ofVerdict(verdict().setSourceNetwork("10.0.0.0/" + "8".repeat(90_000)), "sourceNetwork"),
                ofCommand(TOO_LONG, command().setAccount("bob").setCommandId(TOO_LONG), "commandId"),
                ofCommand("o1", command().setAccount("bob").setOperator(TOO_LONG), "operator"),
                ofCommand("o1", command().setAccount("bob").setEntryId(TOO_LONG), "entryId"),
                ofCommand("o1", command().setAccount("bob").setCallId(TOO_LONG), "callId"),
                ofCommand("o1", command().setAccount(TOO_LONG), "account"),
                ofAccount(TOO_LONG, account(TOO_LONG), "account"),
                ofAccount("bob", account("bob").setRatePlan(TOO_LONG), "ratePlan"),
                ofAccount("bob", account("bob").setCurrency(TOO_LONG), "currency"),
                ofAccount("bob", account("bob").setIdentities(List.of(TOO_LONG)), "identities"),
                ofAccount("bob", account("bob").setIdentities(Collections.nCopies(1001, "b")), "identities"),
                ofAccount("bob", account("bob").setTrunks(List.of("1:".repeat(90_000))), "trunk"),
                ofAccount("bob", account("bob").setTrunks(Collections.nCopies(1001, "10.0.0.1")), "trunks"),
                ofAccount("bob", account("bob").setTrunks(List.of("010.1.2.3")), "trunks"),
                ofAccount("bob", account("bob").setTrunks(List.of("10.0.0.0/08")), "trunks"),
                new Bad(Topics.CALL_EVENTS, TOO_LONG, callOf(TOO_LONG, "c1"), "account"),
                new Bad(Topics.CALL_EVENTS, "bob", callOf("bob", TOO_LONG), "callId"),
                new Bad(
                        Topics.BALANCE_ADJUSTMENTS,
                        "bob",
                        adjustment().setAdjustmentId(TOO_LONG).build(),
                        "adjustmentId"),
                new Bad(
                        Topics.RATES,
                        TOO_LONG + "/49",
                        Rate.newBuilder()
                                .setPlan(TOO_LONG)
                                .setPrefix("49")
                                .setPricePerMinute(1)
                                .build(),
                        "plan"));
    }

    @Test
    void shouldTakeIdsOfThe1024BytesThatAreAllowed() {
        // When
        topology.send(
                Topics.VERDICTS,
                "v1",
                verdict()
                        .setVerdictId(LONG)
                        .setSource(LONG)
                        .setAccount(LONG)
                        .setCallId(LONG)
                        .build());
        topology.send(
                Topics.OPERATOR_COMMANDS,
                LONG,
                command().setCommandId(LONG).setOperator(LONG).setAccount(LONG).build());
        topology.send(Topics.ACCOUNTS, LONG, account(LONG).setChannelLimit(0).build());
        topology.send(Topics.CALL_EVENTS, LONG, callOf(LONG, LONG));

        // Then
        assertThat(topology.rejected()).isEmpty();
        assertThat(topology.readBytes(Topics.BLACKLIST)).hasSize(3);
    }

    @Test
    void shouldSetAsideATombstoneWhoseKeyIsTooLong() {
        // When
        topology.send(Topics.ACCOUNTS, TOO_LONG, null);
        topology.send(Topics.RATES, TOO_LONG + "/49", null);

        // Then
        assertThat(topology.rejected()).hasSize(2);
    }

    @Test
    void shouldPassOnNoMoreThanTheBeginningOfALongReason() {
        // Given
        var reason = "\uD83D\uDCDE".repeat(100_000);

        // When
        topology.send(
                Topics.VERDICTS,
                "v1",
                verdict()
                        .setAction(Action.TERMINATE_AND_BLACKLIST)
                        .setAccount("bob")
                        .setReason("." + reason)
                        .build());
        topology.send(
                Topics.OPERATOR_COMMANDS,
                "o1",
                command().setAccount("bob").setReason(reason).build());

        // Then no character is cut in two
        var entries = topology.values(Topics.BLACKLIST, BlacklistEntry.class);
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getDetail)
                .containsExactly("." + reason.substring(0, 4094));
        assertThat(entries)
                .extracting(BlacklistEntry::getDetail)
                .containsExactly("." + reason.substring(0, 4094), reason.substring(0, 4096));
    }

    private static Instant micros(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    private static Bad ofVerdict(FraudVerdict.Builder verdict, String reason) {
        return new Bad(Topics.VERDICTS, "v1", verdict.build(), reason);
    }

    private static Bad ofCommand(String key, OperatorCommand.Builder command, String reason) {
        return new Bad(Topics.OPERATOR_COMMANDS, key, command.build(), reason);
    }

    private static Bad ofAccount(String key, Account.Builder account, String reason) {
        return new Bad(Topics.ACCOUNTS, key, account.build(), reason);
    }

    private static FraudVerdict.Builder verdict() {
        return FraudVerdict.newBuilder()
                .setVerdictId("v1")
                .setSource("fraud-radar")
                .setIssuedAt(TestTopology.START)
                .setAction(Action.BLACKLIST)
                .setReason("");
    }

    private static OperatorCommand.Builder command() {
        return OperatorCommand.newBuilder()
                .setCommandId("o1")
                .setOperator("olga")
                .setAt(TestTopology.START)
                .setAction(OperatorAction.BLACKLIST);
    }

    private static Account.Builder account(String name) {
        return Account.newBuilder().setAccount(name);
    }

    private static BalanceAdjustment.Builder adjustment() {
        return BalanceAdjustment.newBuilder()
                .setAdjustmentId("a1")
                .setAccount("bob")
                .setAmount(1)
                .setAt(TestTopology.START)
                .setReason("");
    }

    private static SpecificRecord callOf(String account, String callId) {
        return TestCall.event(account, callId, TestTopology.START, new CallAnswered());
    }

    private static SpecificRecord answered(Instant at) {
        return TestCall.event("bob", "c1", at, new CallAnswered());
    }
}
