package io.tollgate.enforcement.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.enforcement.failure.Seldom;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How every request that is not granted is answered: status, what is wrong, and which field it is. */
final class Refusals {

    private static final Logger LOGGER = LoggerFactory.getLogger(Refusals.class);
    private static final Seldom SELDOM = new Seldom(System::nanoTime);

    private Refusals() {}

    static void addTo(RoutesConfig routes) {
        routes.error(404, Refusals::unknown);
        routes.exception(InvalidInput.class, (invalid, request) -> answer(request, 400, invalid, invalid.field()));
        routes.exception(Ledger.NotNow.class, (absent, request) -> later(request, absent));
        routes.exception(InputLog.Unavailable.class, (absent, request) -> later(request, absent));
        routes.exception(MethodNotAllowedResponse.class, Refusals::notAllowed);
        routes.exception(
                HttpResponseException.class, (refusal, request) -> answer(request, refusal.getStatus(), refusal, null));
        routes.exception(Exception.class, Refusals::fail);
    }

    /** A defect of ours. Whoever asks is told no more than that: what failed may tell what is none of his affair. */
    private static void fail(Exception failure, Context request) {
        SELDOM.tell(heldBack -> LOGGER.atError()
                .setCause(failure)
                .addKeyValue("method", request.method())
                .addKeyValue("path", request.path())
                .addKeyValue("heldBack", heldBack)
                .log("a request failed"));
        answer(request.status(500), "this request failed here; the log says why", null);
    }

    /** Javalin knows what is; RFC 9110, section 15.5.6, wants it said. */
    private static void notAllowed(MethodNotAllowedResponse refusal, Context request) {
        var allowed = String.join(", ", refusal.getDetails().values());
        answer(request.header("Allow", allowed), 405, refusal, null);
    }

    private static void later(Context request, RuntimeException absent) {
        answer(request.header("Retry-After", "1"), 503, absent, null);
    }

    private static void answer(Context request, int status, RuntimeException why, @Nullable String field) {
        answer(request.status(status), String.valueOf(why.getMessage()), field);
    }

    private static void answer(Context request, String error, @Nullable String field) {
        var json = new LinkedHashMap<String, @Nullable String>();
        json.put("error", error);
        json.put("field", field);
        request.json(json);
    }

    /** Also for paths that lead nowhere, in the words of the others. */
    private static void unknown(Context request) {
        var type = request.res().getContentType();
        if (type == null || !type.startsWith("application/json")) {
            answer(request, "nothing is here", null);
        }
    }
}
