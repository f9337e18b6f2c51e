package io.tollgate.enforcement.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.tollgate.OperatorAction;
import java.util.List;

/** What is ordered about live calls. */
record CallRoutes(Ledger ledger, Commands commands, Sighting sighting) implements Routes {

    @Override
    public List<Endpoint> endpoints() {
        return List.of(new Endpoint(HandlerType.DELETE, "/api/calls/{callId}", this::terminate));
    }

    private void terminate(Context request) {
        var callId = request.pathParam("callId");
        var command = commands.begin(OperatorAction.TERMINATE, request)
                .setCallId(callId)
                .build();
        sighting.require("call '" + callId + "'", () -> ledger.hasCall(callId));
        Routes.accept(request, "commandId", commands.give(command));
    }
}
