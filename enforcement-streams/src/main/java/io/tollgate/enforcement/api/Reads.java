package io.tollgate.enforcement.api;

import io.javalin.config.RoutesConfig;
import io.tollgate.enforcement.feed.Decisions;
import io.tollgate.enforcement.feed.Feed;
import io.tollgate.enforcement.feed.Observed;
import java.time.Clock;
import java.util.List;

/**
 * What the API reads from: this instance's own state, that of all instances, and what happens. Immutable; all of it is
 * safe for threads.
 *
 * @param local what this instance has
 * @param peers which instance has what
 */
public record Reads(
        LocalLedger local, Peers peers, PeerClient client, Events events, Decisions decisions, Observed observed) {

    /** Of an instance that is alone. */
    public static Reads alone(LocalLedger local, Events events) {
        return new Reads(
                local, Peers.ALONE, new PeerClient(null), events, new Decisions(), new Observed(Clock.systemUTC()));
    }

    /** What all instances have together. */
    public Ledger ledger() {
        return new ClusterLedger(local, peers, client);
    }

    /** Who is told of what is heard: those who remember first, so that who is told can ask. */
    public List<Feed.Listener> listeners() {
        return List.of(decisions::hear, observed::hear, events::hear);
    }

    /** What can be asked of it. */
    Routes routes() {
        return new DecisionRoutes(decisions, observed, ledger());
    }

    void add(RoutesConfig routes) {
        new PeerRoutes(local, peers).add(routes);
        new Forwarding(peers, client).add(routes);
    }
}
