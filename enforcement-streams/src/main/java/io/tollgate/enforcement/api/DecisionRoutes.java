package io.tollgate.enforcement.api;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.router.Endpoint;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.enforcement.feed.Decisions;
import io.tollgate.enforcement.feed.Observed;
import java.util.List;

/** Why calls were refused or terminated, and which would have been. Safe for threads. */
final class DecisionRoutes implements Routes {

    private static final int MOST = 1_000;
    private static final int USUAL = 100;

    private final Decisions decisions;
    private final Observed observed;
    private final Ledger ledger;

    DecisionRoutes(Decisions decisions, Observed observed, Ledger ledger) {
        this.decisions = decisions;
        this.observed = observed;
        this.ledger = ledger;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Routes.get("/api/calls/{callId}/why", this::why),
                Routes.get("/api/decisions", this::last),
                Routes.get("/api/observed", request -> request.json(observed.report(request.queryParam("account")))));
    }

    private void why(Context request) {
        var callId = request.pathParam("callId");
        var decided = decisions.of(callId);
        request.json(decided.map(found -> WhyJson.of(found, new AccountsNow(ledger)))
                .orElseThrow(() ->
                        new NotFoundResponse("no refusal or termination of call '" + callId + "' is remembered")));
    }

    private void last(Context request) {
        int most = limit(request);
        var accounts = new AccountsNow(ledger);
        request.json(decisions.last(request.queryParam("account"), most).stream()
                .map(decided -> WhyJson.of(decided, accounts))
                .toList());
    }

    private static int limit(Context request) {
        var asked = request.queryParam("limit");
        if (asked == null) {
            return USUAL;
        }
        try {
            int limit = Integer.parseInt(asked);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException noNumber) {
            // Refused below.
        }
        throw InvalidInput.of("limit", "'" + asked + "' is no number from 1 to " + MOST);
    }
}
