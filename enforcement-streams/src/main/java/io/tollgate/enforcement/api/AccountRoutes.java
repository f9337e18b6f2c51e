package io.tollgate.enforcement.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.tollgate.OperatorAction;
import java.util.List;
import java.util.Map;

/** What is ordered about accounts. */
record AccountRoutes(Ledger ledger, Commands commands, Sighting sighting) implements Routes {

    @Override
    public List<Endpoint> endpoints() {
        return List.of(new Endpoint(HandlerType.DELETE, "/api/accounts/{account}/calls", this::terminateCalls));
    }

    private void terminateCalls(Context request) {
        var account = request.pathParam("account");
        var command = commands.begin(OperatorAction.TERMINATE, request)
                .setAccount(account)
                .build();
        sighting.require(
                "account '" + account + "'", () -> ledger.account(account).isPresent());
        request.status(202).json(Map.of("commandId", commands.give(command)));
    }
}
