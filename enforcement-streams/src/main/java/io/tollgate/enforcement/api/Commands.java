package io.tollgate.enforcement.api;

import io.javalin.http.Context;
import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.enforcement.contract.CommandInput;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.schemas.topic.Topics;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Gives operators' commands on their way, once they would be accepted. Safe for threads. */
final class Commands {

    /** Who ordered it where nobody says. */
    private static final String ANYBODY = "api";

    private final InputLog inputs;
    private final Clock clock;
    private final CommandInput rules = new CommandInput();

    Commands(InputLog inputs, Clock clock) {
        this.inputs = inputs;
        this.clock = clock;
    }

    /** A command of its own, to be completed. */
    OperatorCommand.Builder begin(OperatorAction action) {
        return OperatorCommand.newBuilder()
                .setCommandId(UUID.randomUUID().toString())
                .setOperator(ANYBODY)
                .setAt(clock.instant().truncatedTo(ChronoUnit.MICROS))
                .setAction(action);
    }

    /** Likewise; where a request has no body, its query may say {@code operator} and {@code reason}. */
    OperatorCommand.Builder begin(OperatorAction action, Context request) {
        var command = begin(action);
        var operator = request.queryParam("operator");
        var reason = request.queryParam("reason");
        return command.setOperator(operator == null ? ANYBODY : operator).setReason(reason == null ? "" : reason);
    }

    /**
     * Writes it; returns its id.
     *
     * @throws InvalidInput if Streams would set it aside
     * @throws InputLog.Unavailable if Kafka does not have it
     */
    String give(OperatorCommand command) {
        rules.interpret(command.getCommandId(), command);
        inputs.append(Topics.OPERATOR_COMMANDS, command.getCommandId(), command);
        return command.getCommandId();
    }
}
