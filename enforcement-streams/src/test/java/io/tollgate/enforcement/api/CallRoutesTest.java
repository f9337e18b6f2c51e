package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.schemas.topic.Topics;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallRoutesTest {

    private final ApiUnderTest api = new ApiUnderTest(null);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldOrderTerminationOfACall() {
        // Given
        api.ledger.calls.add("3848276298220188511@atlanta");

        // When
        var answer = api.delete("/api/calls/3848276298220188511@atlanta?reason=fraud%20desk&operator=night");

        // Then
        var command = api.inputs.only(Topics.OPERATOR_COMMANDS, OperatorCommand.class);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("commandId")).isEqualTo(command.getCommandId());
        assertThat(api.inputs.all().get(0).key()).isEqualTo(command.getCommandId());
        assertThat(command.getAction()).isEqualTo(OperatorAction.TERMINATE);
        assertThat(command.getCallId()).isEqualTo("3848276298220188511@atlanta");
        assertThat(command.getAccount()).isNull();
        assertThat(command.getAt()).isEqualTo(ApiUnderTest.NOW);
        assertThat(command.getReason()).isEqualTo("fraud desk");
        assertThat(command.getOperator()).isEqualTo("night");
    }

    @Test
    void shouldTerminateCallsWhoseIdNeedsEscapes() {
        // Given
        api.ledger.calls.add("a/b%c+d é@[::1]");

        // When
        var answer = api.delete("/api/calls/a%2Fb%25c+d%20%C3%A9@%5B::1%5D");

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(api.inputs
                        .only(Topics.OPERATOR_COMMANDS, OperatorCommand.class)
                        .getCallId())
                .isEqualTo("a/b%c+d é@[::1]");
    }

    @Test
    void shouldAnswer404WhenNoSuchCallTurnsUp() {
        // When
        var answer = api.delete("/api/calls/unknown");

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("error")).isEqualTo("no call 'unknown'");
        assertThat(api.inputs.all()).isEmpty();
        assertThat(api.pauses()).isEqualTo(10);
    }

    @Test
    void shouldTerminateACallThatShowsWhileItIsLookedFor() {
        // Given
        api.duringPause(() -> api.ledger.calls.add("just-begun"));

        // When
        var answer = api.delete("/api/calls/just-begun");

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(api.pauses()).isEqualTo(1);
    }

    @Test
    void shouldOrderTerminationWhenNobodyCanTellWhichCallsThereAre() {
        // Given
        api.ledger.away = true;

        // When
        var answer = api.delete("/api/calls/c1");

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(api.inputs.all()).hasSize(1);
    }

    @Test
    void shouldSayTryAgainWhenKafkaDoesNotConfirm() {
        // Given
        api.ledger.calls.add("c1");
        api.inputs.goAway();

        // When
        var answer = api.delete("/api/calls/c1");

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
        assertThat(answer.text("error")).contains("Kafka");
    }

    @Test
    void shouldRefuseAReasonThatIsNotUnderstoodByStreams() {
        // Given
        api.ledger.calls.add("c1");

        // When
        var answer = api.delete("/api/calls/c1?operator=" + "x".repeat(2000));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo("operator");
    }

    @Test
    void shouldOrderTerminationOfAllCallsOfAnAccount() {
        // Given
        api.ledger.accounts.put("alice", Map.of());

        // When
        var answer = api.delete("/api/accounts/alice/calls");

        // Then
        var command = api.inputs.only(Topics.OPERATOR_COMMANDS, OperatorCommand.class);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("commandId")).isEqualTo(command.getCommandId());
        assertThat(command.getAction()).isEqualTo(OperatorAction.TERMINATE);
        assertThat(command.getAccount()).isEqualTo("alice");
        assertThat(command.getCallId()).isNull();
        assertThat(command.getOperator()).isEqualTo("api");
    }

    /** A call from outside, or an emergency call, changes nothing of an account that nobody has set up. */
    @Test
    void shouldOrderTerminationOfAllCallsWhereNothingIsKnownOfTheAccountButACall() {
        // Given
        api.ledger.live.add(Map.of("callId", "c1", "account", "bob"));

        // When
        var answer = api.delete("/api/accounts/bob/calls");

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(api.inputs
                        .only(Topics.OPERATOR_COMMANDS, OperatorCommand.class)
                        .getAccount())
                .isEqualTo("bob");
    }

    @Test
    void shouldAnswer404WhenTheAccountWhoseCallsShallEndIsUnknown() {
        // When
        var answer = api.delete("/api/accounts/nobody/calls");

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(api.inputs.all()).isEmpty();
    }
}
