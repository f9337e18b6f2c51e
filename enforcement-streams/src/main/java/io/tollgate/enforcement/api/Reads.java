package io.tollgate.enforcement.api;

import io.javalin.config.RoutesConfig;

/**
 * What the API reads from: this instance's own state, that of all instances, and what happens. Immutable; all of it is
 * safe for threads.
 *
 * @param local what this instance has
 * @param peers which instance has what
 */
public record Reads(LocalLedger local, Peers peers, PeerClient client, Events events) {

    /** Of an instance that is alone. */
    public static Reads alone(LocalLedger local, Events events) {
        return new Reads(local, Peers.ALONE, new PeerClient(null), events);
    }

    /** What all instances have together. */
    public Ledger ledger() {
        return new ClusterLedger(local, peers, client);
    }

    void add(RoutesConfig routes) {
        new PeerRoutes(local, peers).add(routes);
        new Forwarding(peers, client).add(routes);
    }
}
