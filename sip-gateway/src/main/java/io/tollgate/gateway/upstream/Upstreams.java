package io.tollgate.gateway.upstream;

import java.util.List;

/**
 * The upstream proxies while a gateway runs: names get other addresses. Safe for all threads; who decides something in
 * several steps takes one {@link #now} for all of them.
 */
public final class Upstreams {
    private volatile UpstreamTable table;

    public Upstreams(UpstreamTable table) {
        this.table = table;
    }

    /** Of one address, for ever. */
    public static Upstreams of(UpstreamAddress... addresses) {
        return new Upstreams(new UpstreamTable(List.of(addresses)));
    }

    /** As they are. */
    public UpstreamTable now() {
        return table;
    }

    /** Puts others in their place. */
    public void replace(UpstreamTable next) {
        table = next;
    }
}
