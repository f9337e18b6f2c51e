package io.tollgate.enforcement.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.enforcement.decision.InvalidInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call's parameters, by name or by position. Immutable. */
final class JsonRpcParams {

    private final JsonNode given;

    private JsonRpcParams(JsonNode given) {
        this.given = given;
    }

    static JsonRpcParams of(@Nullable JsonNode given) {
        return new JsonRpcParams(given == null ? JsonNodeFactory.instance.objectNode() : given);
    }

    /**
     * By their names, in the order in which they may stand without: texts, and numbers as text.
     *
     * @throws InvalidInput if there are others, or a value that is neither
     */
    Map<String, String> named(List<String> names) {
        Map<String, String> values = new HashMap<>();
        if (given instanceof ObjectNode object) {
            object.properties().forEach(each -> {
                InvalidInput.unless(names.contains(each.getKey()), each.getKey(), "is no parameter of this");
                values.put(each.getKey(), text(each.getKey(), each.getValue()));
            });
        } else if (given instanceof ArrayNode list) {
            InvalidInput.unless(list.size() <= names.size(), "more than " + names.size() + " parameters");
            for (int i = 0; i < list.size(); i++) {
                values.put(names.get(i), text(names.get(i), list.get(i)));
            }
        }
        return values;
    }

    private static String text(String name, JsonNode value) {
        InvalidInput.unless(value.isTextual() || value.isIntegralNumber(), name, "is neither text nor whole number");
        return value.asText();
    }
}
