package io.tollgate.enforcement.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.NotFoundResponse;
import io.javalin.router.Endpoint;
import io.tollgate.Rate;
import io.tollgate.enforcement.contract.RateInput;
import io.tollgate.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is written of rates. One for every destination, whose prefix is empty, is at {@code /api/rates/PLAN/}. */
record RateRoutes(Ledger ledger, InputLog inputs, Sighting sighting) implements Routes {

    static final String EVERYWHERE = "/api/rates/{plan}/";
    private static final RecordReader<Rate> RATE = new RecordReader<>(Rate.class, Set.of());
    private static final RateInput RULES = new RateInput();

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                new Endpoint(HandlerType.PUT, "/api/rates/{plan}/{prefix}", this::replace),
                new Endpoint(HandlerType.DELETE, "/api/rates/{plan}/{prefix}", this::remove),
                new Endpoint(HandlerType.PUT, EVERYWHERE, this::replace),
                new Endpoint(HandlerType.DELETE, EVERYWHERE, this::remove));
    }

    /** Without the slash at its end the path is the plan's. */
    private static String prefix(Context request) {
        var prefix = request.pathParamMap().getOrDefault("prefix", "");
        if (prefix.isEmpty() && !request.path().endsWith("/")) {
            throw new NotFoundResponse("a rate is at /api/rates/PLAN/PREFIX");
        }
        return prefix;
    }

    private void replace(Context request) {
        var plan = request.pathParam("plan");
        var prefix = prefix(request);
        var key = plan + "/" + prefix;
        var rate = RATE.read(JsonBody.object(request), Map.of("plan", plan, "prefix", prefix), Map.of());
        RULES.interpret(key, rate);
        inputs.append(Topics.RATES, key, rate);
        Routes.accept(request, "plan", plan, "prefix", prefix);
    }

    private void remove(Context request) {
        var plan = request.pathParam("plan");
        var prefix = prefix(request);
        var key = plan + "/" + prefix;
        RULES.interpret(key, null);
        sighting.require("rate '" + key + "'", () -> ledger.rate(plan, prefix).isPresent());
        inputs.append(Topics.RATES, key, null);
        Routes.accept(request, "plan", plan, "prefix", prefix);
    }
}
