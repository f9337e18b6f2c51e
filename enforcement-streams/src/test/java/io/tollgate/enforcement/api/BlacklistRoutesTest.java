package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.EntryKind;
import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.schemas.topic.Topics;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlacklistRoutesTest {

    private final ApiUnderTest api = new ApiUnderTest(null);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldWriteAnEntryWithEverythingThatItMayHave() {
        // When
        var answer = api.post("/api/blacklist", """
                {"entryId": "e1", "account": "alice", "destinationPrefix": "882", "sourceNetwork": "192.0.2.0/24",
                 "kind": "ALLOW", "expiresAt": "2026-03-01T15:00:00.5+01:00", "reason": "tested", "operator": "night"}
                """);

        // Then
        var command = api.inputs.only(Topics.OPERATOR_COMMANDS, OperatorCommand.class);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.text("entryId")).isEqualTo("e1");
        assertThat(command)
                .isEqualTo(OperatorCommand.newBuilder()
                        .setCommandId(answer.text("commandId"))
                        .setOperator("night")
                        .setAt(ApiUnderTest.NOW)
                        .setAction(OperatorAction.BLACKLIST)
                        .setAccount("alice")
                        .setDestinationPrefix("882")
                        .setSourceNetwork("192.0.2.0/24")
                        .setEntryId("e1")
                        .setKind(EntryKind.ALLOW)
                        .setExpiresAt(Instant.parse("2026-03-01T14:00:00.5Z"))
                        .setReason("tested")
                        .build());
    }

    @Test
    void shouldNameTheEntryByItsCommandWhenNobodyDoes() {
        // When
        var answer = api.post("/api/blacklist", "{\"destinationPrefix\": \"882\"}");

        // Then
        var command = api.inputs.only(Topics.OPERATOR_COMMANDS, OperatorCommand.class);
        assertThat(answer.text("entryId"))
                .isEqualTo(command.getCommandId())
                .isEqualTo(api.inputs.all().get(0).key());
        assertThat(command.getEntryId()).isNull();
        assertThat(command.getKind()).isEqualTo(EntryKind.DENY);
        assertThat(command.getExpiresAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"account\": \"a\", \"destinationPrefix\": \"+882\"} | destinationPrefix",
                "{\"destinationPrefix\": 882} | destinationPrefix",
                "{\"sourceNetwork\": \"192.0.2.0/33\"} | sourceNetwork",
                "{\"sourceNetwork\": \"example.com\"} | sourceNetwork",
                "{\"account\": \"\"} | account",
                "{\"account\": \"a\", \"kind\": \"deny\"} | kind",
                "{\"account\": \"a\", \"expiresAt\": \"tomorrow\"} | expiresAt",
                "{\"account\": \"a\", \"expiresAt\": 1767225600} | expiresAt",
                "{\"account\": \"a\", \"expiresAt\": \"2020-01-01T00:00:00Z\"} | expiresAt",
                "{\"account\": \"a\", \"expiresAt\": \"+12000-01-01T00:00:00Z\"} | expiresAt",
                "{\"account\": \"a\", \"reason\": null} | reason",
                "{\"account\": \"a\", \"prefix\": \"882\"} | prefix",
                "{\"account\": \"a\", \"action\": \"TERMINATE\"} | action",
                "{\"account\": \"a\", \"entryId\": \"channel-limit:a\"} | entryId",
                "{\"account\": \"\\ud800\"} | account",
                "{} | null",
                "{\"account\": \"a\", \"account\": \"b\"} | null",
                "{\"account\": \"a\"} {} | null",
                "[] | null",
                "{\"account\" | null",
                "'' | null",
            })
    void shouldSayWhichFieldOfABadEntryIsWrong(String body, String field) {
        // When
        var answer = api.post("/api/blacklist", body);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).as(answer.body()).isEqualTo(field);
        assertThat(answer.text("error")).isNotEmpty();
        assertThat(api.inputs.all()).isEmpty();
    }

    @Test
    void shouldRemoveAnEntry() {
        // Given
        api.ledger.entries.put("verdict:0123", Map.of());

        // When
        var answer = api.delete("/api/blacklist/verdict:0123?reason=cleared");

        // Then
        var command = api.inputs.only(Topics.OPERATOR_COMMANDS, OperatorCommand.class);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("entryId")).isEqualTo("verdict:0123");
        assertThat(command.getAction()).isEqualTo(OperatorAction.REMOVE);
        assertThat(command.getEntryId()).isEqualTo("verdict:0123");
        assertThat(command.getReason()).isEqualTo("cleared");
    }

    @Test
    void shouldNotRemoveWhatFollowsFromAnAccountsState() {
        // Given
        api.ledger.entries.put("no-balance:alice", Map.of());

        // When
        var answer = api.delete("/api/blacklist/no-balance:alice");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo("entryId");
        assertThat(api.inputs.all()).isEmpty();
    }

    @Test
    void shouldAnswer404WhenThereIsNoSuchEntry() {
        // When
        var answer = api.delete("/api/blacklist/none");

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(api.inputs.all()).isEmpty();
    }
}
