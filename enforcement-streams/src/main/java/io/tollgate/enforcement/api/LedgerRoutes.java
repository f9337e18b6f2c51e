package io.tollgate.enforcement.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Map;
import java.util.Optional;

/** The routes that only read. Safe for threads. */
final class LedgerRoutes {

    private final Ledger ledger;

    LedgerRoutes(Ledger ledger) {
        this.ledger = ledger;
    }

    void add(RoutesConfig routes) {
        routes.get("/api/accounts", request -> request.json(ledger.accounts()));
        routes.get("/api/accounts/{account}", this::account);
        routes.get("/api/calls", request -> request.json(ledger.calls(request.queryParam("account"))));
        routes.get("/api/blacklist", request -> request.json(ledger.blacklist()));
        routes.get("/api/blacklist/{entryId}", this::entry);
        routes.get("/api/rates", request -> request.json(ledger.rates(null)));
        routes.get("/api/rates/{plan}", request -> request.json(ledger.rates(request.pathParam("plan"))));
        routes.get("/api/rates/{plan}/{prefix}", this::rate);
    }

    private void account(Context request) {
        var name = request.pathParam("account");
        one(request, ledger.account(name), "account '" + name + "'");
    }

    private void entry(Context request) {
        var id = request.pathParam("entryId");
        one(request, ledger.entry(id), "blacklist entry '" + id + "'");
    }

    private void rate(Context request) {
        var plan = request.pathParam("plan");
        var prefix = request.pathParam("prefix");
        one(request, ledger.rate(plan, prefix), "rate '" + plan + "/" + prefix + "'");
    }

    private static void one(Context request, Optional<Map<String, Object>> found, String what) {
        request.json(found.orElseThrow(() -> new NotFoundResponse("no " + what)));
    }
}
