package io.tollgate.enforcement.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.enforcement.decision.InvalidInput;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is ordered about the blacklist. A body has the fields of an OperatorCommand that an entry is made of. */
record BlacklistRoutes(Ledger ledger, Commands commands, Sighting sighting) implements Routes {

    /** Fields of a command that are not an entry's. */
    static final Set<String> OURS = Set.of("action", "at", "callId");

    private static final RecordReader<OperatorCommand> ENTRY = new RecordReader<>(OperatorCommand.class, OURS);

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                new Endpoint(HandlerType.POST, "/api/blacklist", this::add),
                new Endpoint(HandlerType.DELETE, "/api/blacklist/{entryId}", this::remove));
    }

    private void add(Context request) {
        var begun = commands.begin(OperatorAction.BLACKLIST);
        ObjectNode body = JsonBody.object(request);
        var command = ENTRY.read(
                body,
                Map.of("action", begun.getAction(), "at", begun.getAt()),
                Map.of("commandId", begun.getCommandId(), "operator", begun.getOperator()));
        var expiresAt = command.getExpiresAt();
        InvalidInput.unless(
                expiresAt == null || expiresAt.isAfter(begun.getAt()), "expiresAt", "'" + expiresAt + "' is over");
        var commandId = commands.give(command);
        var entryId = command.getEntryId();
        Routes.accept(request, "entryId", entryId == null ? commandId : entryId, "commandId", commandId);
    }

    private void remove(Context request) {
        var entryId = request.pathParam("entryId");
        var command = commands.begin(OperatorAction.REMOVE, request)
                .setEntryId(entryId)
                .build();
        sighting.require("entry '" + entryId + "'", () -> ledger.entry(entryId).isPresent());
        Routes.accept(request, "entryId", entryId, "commandId", commands.give(command));
    }
}
