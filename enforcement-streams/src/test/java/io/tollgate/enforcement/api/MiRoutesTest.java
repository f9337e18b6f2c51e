package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.schemas.topic.Topics;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MiRoutesTest {

    private final ApiUnderTest api = new ApiUnderTest(null);

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dlg_list", "dialog:list"})
    void shouldListCallsAsDialogs(String method) throws Exception {
        // Given
        twoCalls();

        // When
        var answer = call("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"" + method + "\"}");

        // Then
        assertThat(answer.json()).isEqualTo(new JsonMapper().readTree("""
                {"jsonrpc": "2.0", "result": {"Dialogs": [
                  {"ID": "g1-1", "state": 4, "user_flags": 0, "timestart": 1772366400,
                   "datestart": "2026-03-01 12:00:00", "timeout": 0, "callid": "a@host",
                   "from_uri": "sip:alice@example.com", "to_uri": "sip:+49@example.com", "CALLEES": []},
                  {"ID": "g1-2", "state": 2, "user_flags": 0, "timestart": 0, "timeout": 0, "callid": "b@host",
                   "from_uri": "sip:bob@example.com", "to_uri": "sip:+41@example.com", "CALLEES": []}
                ]}, "id": 1}
                """));
    }

    @Test
    void shouldListPartOfTheDialogsWithTheirNumber() {
        // Given
        twoCalls();

        // When
        var result = result("dlg_list", "{\"index\": \"1\", \"counter\": 10}");

        // Then
        assertThat(result).contains("\"count\":2", "g1-2").doesNotContain("g1-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"callid\": \"b@host\"}", "{\"callid\": \"b@host\", \"from_tag\": \"t\"}", "[\"b@host\"]"})
    void shouldShowOneDialog(String params) {
        // Given
        twoCalls();

        // When / Then
        assertThat(result("dlg_list", params)).startsWith("{\"Dialog\":{\"ID\":\"g1-2\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dlg_end_dlg | {\"dialog_id\": \"a@host\"}",
                "dialog:end_dlg | [\"a@host\"]",
                "dlg_end_dlg | {\"dialog_id\": \"a@host\", \"extra_hdrs\": \"X: y\\r\\n\"}"
            })
    void shouldEndADialog(String method, String params) {
        // Given
        api.ledger.calls.add("a@host");

        // When
        var result = result(method, params);

        // Then
        var command = api.inputs.only(Topics.OPERATOR_COMMANDS, OperatorCommand.class);
        assertThat(result).isEqualTo("\"OK\"");
        assertThat(command.getAction()).isEqualTo(OperatorAction.TERMINATE);
        assertThat(command.getCallId()).isEqualTo("a@host");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "profile_end_dlgs | {\"profile\": \"account\", \"value\": \"alice\"}",
                "dialog:profile_end_dlgs | [\"account\", \"alice\"]"
            })
    void shouldEndTheDialogsOfAnAccount(String method, String params) {
        // When
        var result = result(method, params);

        // Then
        var command = api.inputs.only(Topics.OPERATOR_COMMANDS, OperatorCommand.class);
        assertThat(result).isEqualTo("\"OK\"");
        assertThat(command.getAccount()).isEqualTo("alice");
        assertThat(command.getCallId()).isNull();
    }

    @Test
    void shouldCountTheDialogsOfAnAccount() {
        // Given
        twoCalls();

        // When / Then
        assertThat(result("profile_get_size", "{\"profile\": \"account\", \"value\": \"alice\"}"))
                .isEqualTo("{\"Profile\":{\"name\":\"account\",\"value\":\"alice\",\"count\":1,\"shared\":\"no\","
                        + "\"replicated\":\"yes\"}}");
        assertThat(result("dialog:profile_get_size", "[\"account\"]")).contains("\"value\":null,\"count\":2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reload_blacklist", "userblacklist:reload"})
    void shouldHaveNothingToReload(String method) {
        assertThat(result(method, "{}")).isEqualTo("\"OK\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\": \"2.0\", | -32700 | null",
                "'' | -32700 | null",
                "7 | -32600 | null",
                "[] | -32600 | null",
                "{\"id\": 7, \"method\": \"dlg_list\"} | -32600 | null",
                "{\"jsonrpc\": \"2.0\", \"id\": {}, \"method\": \"dlg_list\"} | -32600 | null",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"dlg_list\", \"params\": 1} | -32600 | null",
                "{\"jsonrpc\": \"2.0\", \"id\": \"x\", \"method\": \"ps\"} | -32601 | \"x\"",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"dlg_end_dlg\"} | -32602 | 7",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"dlg_end_dlg\", \"params\": [1, 2, 3]} | -32602 | 7",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"dlg_end_dlg\", \"params\": {\"id\": 1}} | -32602 | 7",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"dlg_end_dlg\", \"params\": [\"none\"]} | 404 | 7",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"dlg_list\", \"params\": [\"none\"]} | 404 | 7",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"dlg_list\", \"params\": {\"index\": -1, \"counter\": 1}}"
                        + " | -32602 | 7",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"profile_end_dlgs\", \"params\": [\"account\"]}"
                        + " | -32602 | 7",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"profile_get_size\", \"params\": [\"trunk\"]} | 404 | 7",
            })
    void shouldTellErrorsByTheirCodes(String body, int code, String id) {
        // When
        var answer = call(body);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/error/code").intValue()).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().at("/error/message").textValue()).isNotEmpty();
        assertThat(answer.json().get("id")).hasToString(id);
        assertThat(answer.json().has("result")).isFalse();
        assertThat(api.inputs.all()).isEmpty();
    }

    @Test
    void shouldTellAnInternalErrorWhenKafkaIsAway() {
        // Given
        api.inputs.goAway();

        // When
        var answer = call("{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"profile_end_dlgs\","
                + " \"params\": [\"account\", \"alice\"]}");

        // Then
        assertThat(answer.json().at("/error/code").intValue()).isEqualTo(-32603);
    }

    @Test
    void shouldObeyANotificationWithoutAnAnswer() {
        // When
        var answer =
                call("{\"jsonrpc\": \"2.0\", \"method\": \"profile_end_dlgs\", \"params\": [\"account\", \"alice\"]}");

        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(api.inputs.all()).hasSize(1);
    }

    @Test
    void shouldAnswerABatchButNotItsNotifications() {
        // When
        var answer = call("""
                [{"jsonrpc": "2.0", "id": 1, "method": "reload_blacklist"},
                 {"jsonrpc": "2.0", "method": "reload_blacklist"},
                 1,
                 {"jsonrpc": "2.0", "id": null, "method": "none"}]
                """);

        // Then
        assertThat(answer.json()).hasSize(3);
        assertThat(answer.json().at("/0/result").textValue()).isEqualTo("OK");
        assertThat(answer.json().at("/1/error/code").intValue()).isEqualTo(-32600);
        assertThat(answer.json().at("/2/error/code").intValue()).isEqualTo(-32601);
    }

    @Test
    void shouldRefuseABatchOfTooMany() {
        // Given
        var reload = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"reload_blacklist\"},";
        var most = reload.repeat(JsonRpc.MOST_IN_A_BATCH);

        // When
        var fits = call("[" + most.substring(0, most.length() - 1) + "]");
        var not = call("[" + most + reload.substring(0, reload.length() - 1) + "]");

        // Then
        assertThat(fits.json()).hasSize(JsonRpc.MOST_IN_A_BATCH);
        assertThat(not.json().at("/error/code").intValue()).isEqualTo(-32600);
    }

    private void twoCalls() {
        api.ledger.live.add(Map.of(
                "callId", "g1-1",
                "sipCallId", "a@host",
                "account", "alice",
                "caller", "sip:alice@example.com",
                "callee", "sip:+49@example.com",
                "answeredAt", "2026-03-01T12:00:00.5Z",
                "state", "ANSWERED"));
        api.ledger.live.add(Map.of(
                "callId", "g1-2",
                "sipCallId", "b@host",
                "account", "bob",
                "caller", "sip:bob@example.com",
                "callee", "sip:+41@example.com",
                "state", "RINGING"));
    }

    private ApiUnderTest.Answer call(String body) {
        return api.post("/mi", body);
    }

    private String result(String method, String params) {
        var answer =
                call("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"" + method + "\", \"params\": " + params + "}");
        return String.valueOf(answer.json().get("result"));
    }
}
