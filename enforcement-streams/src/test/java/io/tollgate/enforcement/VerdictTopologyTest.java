package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Action;
import io.tollgate.BlacklistEntry;
import io.tollgate.BlacklistReason;
import io.tollgate.EntryKind;
import io.tollgate.FraudVerdict;
import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.Termination;
import io.tollgate.TerminationReason;
import io.tollgate.enforcement.TestTopology.Out;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerdictTopologyTest {

    private final TestTopology topology = new TestTopology();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shouldTerminateAtOnceWhenVerdictNamesACall() {
        // Given
        var verdict = verdict("v1", Action.TERMINATE).setCallId("abc@alice").build();

        // When
        topology.send(Topics.VERDICTS, "whatever", verdict);

        // Then
        var out = topology.read(Topics.TERMINATIONS, Termination.class);
        assertThat(out).hasSize(1);
        assertThat(out.get(0).key()).isEqualTo("abc@alice");
        var termination = out.get(0).value();
        assertThat(termination.getTerminationId()).isEqualTo("v1");
        assertThat(termination.getVerdictId()).isEqualTo("v1");
        assertThat(termination.getCallId()).isEqualTo("abc@alice");
        assertThat(termination.getReason()).isEqualTo(TerminationReason.FRAUD_VERDICT);
        assertThat(termination.getIssuedAt()).isEqualTo(TestTopology.START);
        assertThat(termination.getAt()).isEqualTo(TestTopology.START);
        assertThat(entries()).isEmpty();
    }

    @Test
    void shouldIssueByTheBrokersClockWhenTheFraudSystemsIsWrong() {
        // Given
        var verdict = verdict("v1", Action.TERMINATE)
                .setAccount("alice")
                .setIssuedAt(Instant.parse("2031-01-01T00:00:00Z"))
                .build();

        // When
        topology.send(Topics.VERDICTS, "", verdict);

        // Then
        var out = topology.read(Topics.TERMINATIONS, Termination.class);
        assertThat(out).extracting(Out::key).containsExactly("alice");
        assertThat(out.get(0).value().getIssuedAt()).isEqualTo(TestTopology.START);
    }

    @Test
    void shouldBlacklistWithoutTerminatingWhenVerdictSaysBlacklist() {
        // Given
        var verdict = verdict("v1", Action.BLACKLIST)
                .setAccount("mallory")
                .setDestinationPrefix("882")
                .build();

        // When
        topology.send(Topics.VERDICTS, "", verdict);

        // Then
        assertThat(topology.readBytes(Topics.TERMINATIONS)).isEmpty();
        var entry = entries().get(0);
        assertThat(entry.value().getEntryId()).isEqualTo(entry.key()).startsWith("verdict:");
        assertThat(entry.value().getAccount()).isEqualTo("mallory");
        assertThat(entry.value().getDestinationPrefix()).isEqualTo("882");
        assertThat(entry.value().getReason()).isEqualTo(BlacklistReason.FRAUD_VERDICT);
        assertThat(entry.value().getKind()).isEqualTo(EntryKind.DENY);
        assertThat(entry.value().getSource()).isEqualTo("fraud-radar");
    }

    @Test
    void shouldDoBothWhenVerdictSaysBoth() {
        // When
        topology.send(
                Topics.VERDICTS,
                "",
                verdict("v1", Action.TERMINATE_AND_BLACKLIST)
                        .setDestinationPrefix("882")
                        .build());

        // Then
        assertThat(topology.readBytes(Topics.TERMINATIONS)).hasSize(1);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void shouldClearExactlyTheEntryOfTheSameSourceAndSubjects() {
        // Given
        topology.send(
                Topics.VERDICTS,
                "",
                verdict("v1", Action.BLACKLIST)
                        .setSourceNetwork("198.51.100.7/24")
                        .build());
        var entryId = entries().get(0).key();

        // When
        topology.send(
                Topics.VERDICTS,
                "",
                verdict("v2", Action.CLEAR).setSourceNetwork("198.51.100.0/24").build());

        // Then
        assertThat(entries()).containsExactly(new Out<>(entryId, null));
    }

    @Test
    void shouldLeaveOthersEntriesWhenCleared() {
        // Given
        topology.send(
                Topics.VERDICTS,
                "",
                verdict("v1", Action.BLACKLIST).setAccount("bob").build());
        var standing = entries().get(0).key();

        // When
        topology.send(
                Topics.VERDICTS,
                "",
                verdict("v2", Action.CLEAR).setAccount("bob").setSource("other").build());

        // Then
        assertThat(entries()).extracting(Out::key).doesNotContain(standing);
    }

    @Test
    void shouldStayClearedWhenTheOldVerdictComesAgain() {
        // Given
        var blacklist = verdict("v1", Action.BLACKLIST).setAccount("bob").build();
        topology.send(Topics.VERDICTS, "a", blacklist);
        topology.send(
                Topics.VERDICTS,
                "b",
                verdict("v2", Action.CLEAR).setAccount("bob").build());
        entries();

        // When
        topology.pass(Duration.ofSeconds(1));
        topology.send(Topics.VERDICTS, "c", blacklist);

        // Then
        assertThat(entries()).isEmpty();
        assertThat(orders("duplicate")).isEqualTo(1);
        assertThat(orders("applied")).isEqualTo(2);
    }

    @Test
    void shouldRemoveEntryWhenItExpires() {
        // Given
        topology.send(
                Topics.VERDICTS,
                "",
                verdict("v1", Action.BLACKLIST)
                        .setAccount("bob")
                        .setExpiresAt(TestTopology.START.plusSeconds(60))
                        .build());
        var entryId = entries().get(0).key();

        // When
        topology.pass(Duration.ofSeconds(59));
        var before = entries();
        topology.pass(Duration.ofSeconds(1));

        // Then
        assertThat(before).isEmpty();
        assertThat(entries()).containsExactly(new Out<>(entryId, null));
    }

    @Test
    void shouldLetNoEntryExpireBeforeTheBacklogIsRead() {
        // Given
        topology.send(
                Topics.VERDICTS,
                "",
                verdict("v1", Action.BLACKLIST)
                        .setAccount("bob")
                        .setExpiresAt(TestTopology.START.plusSeconds(60))
                        .build());
        var entryId = entries().get(0).key();
        topology.pretendUnread("test-entry-orders-repartition");

        // When
        topology.pass(Duration.ofSeconds(61));
        var before = entries();
        topology.pretendUnread(null);
        topology.pass(Duration.ofSeconds(1));

        // Then
        assertThat(before).isEmpty();
        assertThat(entries()).containsExactly(new Out<>(entryId, null));
    }

    @Test
    void shouldWriteNoEntryThatHasExpiredBeforeItWasRead() {
        // When
        topology.send(
                Topics.VERDICTS,
                "",
                verdict("v1", Action.BLACKLIST)
                        .setAccount("bob")
                        .setExpiresAt(TestTopology.START)
                        .build());

        // Then: nothing is wrong with it, and whoever wonders where it is finds it counted
        assertThat(entries()).isEmpty();
        assertThat(topology.rejected()).isEmpty();
        assertThat(orders("expired")).isEqualTo(1);
        assertThat(orders("applied")).isZero();
    }

    private double orders(String outcome) {
        var counter = topology.meters
                .find("tollgate.entry.orders")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void shouldObeyOperator() {
        // When
        topology.send(
                Topics.OPERATOR_COMMANDS,
                "c1",
                command("c1", OperatorAction.TERMINATE).setAccount("bob").build());
        topology.send(
                Topics.OPERATOR_COMMANDS,
                "c2",
                command("c2", OperatorAction.BLACKLIST)
                        .setDestinationPrefix("8")
                        .setKind(EntryKind.ALLOW)
                        .build());
        topology.send(
                Topics.OPERATOR_COMMANDS,
                "c3",
                command("c3", OperatorAction.REMOVE).setEntryId("c2").build());

        // Then
        var termination =
                topology.values(Topics.TERMINATIONS, Termination.class).get(0);
        assertThat(termination.getTerminationId()).isEqualTo("c1");
        assertThat(termination.getReason()).isEqualTo(TerminationReason.OPERATOR);
        assertThat(termination.getVerdictId()).isNull();
        var entries = entries();
        assertThat(entries).extracting(Out::key).containsExactly("c2", "c2");
        assertThat(entries.get(0).value().getKind()).isEqualTo(EntryKind.ALLOW);
        assertThat(entries.get(1).value()).isNull();
    }

    private List<Out<BlacklistEntry>> entries() {
        return topology.read(Topics.BLACKLIST, BlacklistEntry.class);
    }

    private static FraudVerdict.Builder verdict(String id, Action action) {
        return FraudVerdict.newBuilder()
                .setVerdictId(id)
                .setSource("fraud-radar")
                .setIssuedAt(TestTopology.START)
                .setAction(action)
                .setReason("too many calls");
    }

    private static OperatorCommand.Builder command(String id, OperatorAction action) {
        return OperatorCommand.newBuilder()
                .setCommandId(id)
                .setOperator("olga")
                .setAt(TestTopology.START)
                .setAction(action);
    }
}
