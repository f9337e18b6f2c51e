package io.tollgate.gateway.upstream;

import java.util.concurrent.atomic.LongAdder;

/** What went to one proxy and what became of it, at all its addresses so far. Safe for all threads. */
public final class UpstreamCounts {
    final LongAdder requests = new LongAdder();
    final LongAdder failures = new LongAdder();

    /** Requests that were sent there; ours that ask for its health are left out. */
    public long requests() {
        return requests.sum();
    }

    /** How often it failed, with a request or when it was asked. */
    public long failures() {
        return failures.sum();
    }
}
