package io.tollgate.enforcement.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.enforcement.decision.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON-RPC 2.0: what is called, by whom answers are awaited, and how errors are told. Safe for threads. */
final class JsonRpc {

    static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL_ERROR = -32603;

    /** Each call of a batch may take its time. */
    static final int MOST_IN_A_BATCH = 50;

    private static final String VERSION = "2.0";

    /** What a name stands for. */
    @FunctionalInterface
    interface Method {
        /** Yields the result. */
        Object call(JsonRpcParams params);
    }

    /** A method's own error, with a code of its own. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        Failure(int code, String message) {
            super(message);
            this.code = code;
        }
    }

    private final Map<String, Method> methods;

    JsonRpc(Map<String, Method> methods) {
        this.methods = Map.copyOf(methods);
    }

    /** The answer to one call, or those to a batch; empty: nobody waits for one. */
    Optional<Object> answer(JsonNode request) {
        if (!(request instanceof ArrayNode batch)) {
            return one(request).map(answer -> answer);
        }
        if (batch.isEmpty() || batch.size() > MOST_IN_A_BATCH) {
            return Optional.of(error(NullNode.instance, INVALID_REQUEST, "1 to " + MOST_IN_A_BATCH + " calls a batch"));
        }
        List<Object> answers = new ArrayList<>();
        batch.forEach(call -> one(call).ifPresent(answers::add));
        return answers.isEmpty() ? Optional.empty() : Optional.of(answers);
    }

    private Optional<Map<String, Object>> one(JsonNode request) {
        if (!(request instanceof ObjectNode call) || !isCall(call)) {
            return Optional.of(error(NullNode.instance, INVALID_REQUEST, "Invalid Request"));
        }
        var answer = called(call, call.path("id"));
        return call.has("id") ? Optional.of(answer) : Optional.empty();
    }

    private static boolean isCall(ObjectNode call) {
        var id = call.get("id");
        var params = call.get("params");
        return VERSION.equals(call.path("jsonrpc").textValue())
                && call.path("method").isTextual()
                && (id == null || id.isTextual() || id.isNumber() || id.isNull())
                && (params == null || params.isContainerNode());
    }

    private Map<String, Object> called(ObjectNode call, JsonNode id) {
        var method = methods.get(call.get("method").textValue());
        if (method == null) {
            return error(id, METHOD_NOT_FOUND, "Method not found");
        }
        try {
            return envelope(id, "result", method.call(JsonRpcParams.of(call.get("params"))));
        } catch (InvalidInput invalid) {
            return error(id, INVALID_PARAMS, "Invalid params: " + invalid.getMessage());
        } catch (Failure own) {
            return error(id, own.code, String.valueOf(own.getMessage()));
        } catch (Ledger.NotNow | InputLog.Unavailable away) {
            return error(id, INTERNAL_ERROR, "Internal error: " + away.getMessage());
        }
    }

    /** An error whose call is not known, or not to be known. */
    static Map<String, Object> error(JsonNode id, int code, String message) {
        return envelope(id, "error", Map.of("code", code, "message", message));
    }

    private static Map<String, Object> envelope(JsonNode id, String what, Object content) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("jsonrpc", VERSION);
        answer.put(what, content);
        answer.put("id", id);
        return answer;
    }
}
