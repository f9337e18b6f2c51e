package io.tollgate.system;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/**
 * Kafka's own authorizer, which also remembers who asked for what: the broker makes it by its class, so what it knows is
 * static. Safe for threads.
 */
public final class RecordingAuthorizer extends StandardAuthorizer {

    /** What somebody asked for. */
    record Asked(String user, String operation, String resource, String name) {}

    static final Set<Asked> ALLOWED = ConcurrentHashMap.newKeySet();
    static final Set<Asked> DENIED = ConcurrentHashMap.newKeySet();

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            Asked asked = new Asked(
                    context.principal().getName(),
                    action.operation().name(),
                    action.resourcePattern().resourceType().name(),
                    action.resourcePattern().name());
            if (results.get(i) == AuthorizationResult.ALLOWED) {
                ALLOWED.add(asked);
            } else if (action.logIfDenied()) { // else the broker only looks what it may show
                DENIED.add(asked);
            }
        }
        return results;
    }
}
