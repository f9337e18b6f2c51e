package io.tollgate.enforcement.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.NotFoundResponse;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.enforcement.feed.Decided;
import io.tollgate.enforcement.feed.Decisions;
import io.tollgate.enforcement.feed.Observed;
import java.util.Map;
import java.util.Optional;

/** Why calls were refused or terminated, and which would have been. Safe for threads. */
final class DecisionRoutes {

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

    void add(RoutesConfig routes) {
        add(routes, "/api/calls/{callId}/why", this::why);
        add(routes, "/api/decisions", this::last);
        add(routes, "/api/observed", request -> request.json(observed.report(request.queryParam("account"))));
    }

    /** By itself Javalin answers a HEAD with 200 whatever its GET would say. */
    private static void add(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    private void why(Context request) {
        var callId = request.pathParam("callId");
        var decided = decisions.of(callId);
        request.json(decided.map(found -> WhyJson.of(found, account(found)))
                .orElseThrow(() ->
                        new NotFoundResponse("no refusal or termination of call '" + callId + "' is remembered")));
    }

    private void last(Context request) {
        int most = limit(request);
        request.json(decisions.last(request.queryParam("account"), most).stream()
                .map(decided -> WhyJson.of(decided, Optional.empty()))
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

    /** Limits are told as they are now; without them it is still an answer. */
    private Optional<Map<String, Object>> account(Decided decided) {
        try {
            return ledger.account(decided.event().getAccount());
        } catch (Ledger.NotNow elsewhere) {
            return Optional.empty();
        }
    }
}
