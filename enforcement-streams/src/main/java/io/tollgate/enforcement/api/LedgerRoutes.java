package io.tollgate.enforcement.api;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.router.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes that only read. Safe for threads. */
final class LedgerRoutes implements Routes {

    private final Ledger ledger;

    LedgerRoutes(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Routes.get("/api/accounts", request -> many(request, ledger.accounts())),
                Routes.get("/api/accounts/{account}", this::account),
                Routes.get("/api/calls", request -> many(request, ledger.calls(request.queryParam("account")))),
                Routes.get("/api/blacklist", request -> many(request, ledger.blacklist())),
                Routes.get("/api/blacklist/{entryId}", this::entry),
                Routes.get("/api/rates", request -> many(request, ledger.rates(null))),
                Routes.get("/api/rates/{plan}", this::plan),
                Routes.get(RateRoutes.EVERYWHERE, this::plan),
                Routes.get("/api/rates/{plan}/{prefix}", request -> rate(request, request.pathParam("prefix"))),
                Routes.get("/api/gateways", request -> many(request, ledger.gateways())));
    }

    private void account(Context request) {
        var name = request.pathParam("account");
        one(request, ledger.account(name), "account '" + name + "'");
    }

    private void entry(Context request) {
        var id = request.pathParam("entryId");
        one(request, ledger.entry(id), "blacklist entry '" + id + "'");
    }

    /** The server takes both paths for one: with the slash it is the rate of the empty prefix, without it the list. */
    private void plan(Context request) {
        if (request.path().endsWith("/")) {
            rate(request, "");
        } else {
            many(request, ledger.rates(request.pathParam("plan")));
        }
    }

    private void rate(Context request, String prefix) {
        var plan = request.pathParam("plan");
        one(request, ledger.rate(plan, prefix), "rate '" + plan + "/" + prefix + "'");
    }

    private static void many(Context request, List<Map<String, Object>> found) {
        if (found.size() > Ledger.MOST) {
            request.header("Tollgate-Truncated", "true").json(found.subList(0, Ledger.MOST));
        } else {
            request.json(found);
        }
    }

    private static void one(Context request, Optional<Map<String, Object>> found, String what) {
        request.json(found.orElseThrow(() -> new NotFoundResponse("no " + what)));
    }
}
