package io.tollgate.enforcement.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.tollgate.Account;
import io.tollgate.AccountState;
import io.tollgate.BalanceAdjustment;
import io.tollgate.BlacklistEntry;
import io.tollgate.CallRecord;
import io.tollgate.GatewayHeartbeat;
import io.tollgate.OperatorCommand;
import io.tollgate.Rate;
import io.tollgate.enforcement.lease.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/**
 * The API's description: routes by hand, and what they take and give from the records' schemas, whose fields they have.
 * A test compares it with the routes.
 */
final class OpenApi implements Routes {

    private static final Set<String> SET_BY_PATH = Set.of("account", "plan", "prefix");

    /** An end that a live call has not. */
    private static final Set<String> ENDS =
            Set.of("endedAt", "cause", "sipStatus", "terminationReason", "terminationId");

    private final String document = document();

    @Override
    public List<Endpoint> endpoints() {
        return List.of(new Endpoint(
                HandlerType.GET,
                "/api/openapi.json",
                request -> request.contentType("application/json").result(document)));
    }

    private static String document() {
        var json = new JsonMapper();
        try (var resource = OpenApi.class.getResourceAsStream("/openapi.json")) {
            if (resource == null || !(json.readTree(resource) instanceof ObjectNode root)) {
                throw new IllegalStateException("openapi.json is not in this jar");
            }
            addSchemas((ObjectNode) root.at("/components/schemas"));
            return json.writeValueAsString(root);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static void addSchemas(ObjectNode schemas) {
        schemas.set("Account", OpenApiSchema.of(Account.getClassSchema(), Set.of(), SET_BY_PATH));
        var state = OpenApiSchema.of(AccountState.getClassSchema(), Set.of(), Set.of());
        AccountJson.STATE.forEach(field -> ((ObjectNode) state.at("/properties/" + field)).put("readOnly", true));
        schemas.set("AccountState", state);
        schemas.set(
                "Adjustment",
                OpenApiSchema.of(
                        BalanceAdjustment.getClassSchema(),
                        Set.of(),
                        Set.of("account", "adjustmentId", "at", "reason")));
        schemas.set("Rate", OpenApiSchema.of(Rate.getClassSchema(), Set.of(), SET_BY_PATH));
        schemas.set("BlacklistEntry", OpenApiSchema.of(BlacklistEntry.getClassSchema(), Set.of(), Set.of()));
        schemas.set(
                "NewEntry",
                OpenApiSchema.of(
                        OperatorCommand.getClassSchema(), BlacklistRoutes.OURS, Set.of("commandId", "operator")));
        var call = OpenApiSchema.of(CallRecord.getClassSchema(), ENDS, Set.of());
        addEnum(call, "state", List.of("RINGING", "ANSWERED"));
        schemas.set("LiveCall", call);
        var gateway = OpenApiSchema.of(GatewayHeartbeat.getClassSchema(), Set.of(), Set.of());
        addEnum(gateway, GatewayJson.LEASE, List.of(Lease.values()));
        schemas.set("Gateway", gateway);
    }

    private static void addEnum(ObjectNode object, String property, List<?> values) {
        var symbols = object.withObject("/properties/" + property)
                .put("type", "string")
                .putArray("enum");
        values.forEach(value -> symbols.add(value.toString()));
    }
}
