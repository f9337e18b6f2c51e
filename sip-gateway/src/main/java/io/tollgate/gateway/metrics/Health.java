package io.tollgate.gateway.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a gateway is at one moment. Immutable.
 *
 * @param serving whether new calls are taken: what a load balancer asks
 * @param facts who it is and where in its life
 * @param checks what it leans on
 */
public record Health(boolean serving, Map<String, Object> facts, List<Check> checks) {

    /**
     * One thing that the gateway leans on. It may be unwell while calls still flow.
     *
     * @param facts numbers and texts for the operator
     */
    public record Check(String name, boolean well, Map<String, Object> facts) {
        public Check {
            facts = Map.copyOf(facts);
        }
    }

    public Health {
        facts = new LinkedHashMap<>(facts);
        checks = List.copyOf(checks);
    }

    /** {@code UP}; {@code DEGRADED} while it serves and something is unwell; {@code DOWN} while it does not serve. */
    public String status() {
        if (!serving) {
            return "DOWN";
        }
        return checks.stream().allMatch(Check::well) ? "UP" : "DEGRADED";
    }
}
