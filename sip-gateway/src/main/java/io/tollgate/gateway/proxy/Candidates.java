package io.tollgate.gateway.proxy;

import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.upstream.UpstreamTable;
import io.tollgate.gateway.wire.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The next hops of one request that starts something, the best first: one that the request itself names, or as many as
 * the upstream has. Each is made when it is asked for, so that the second costs nothing until the first fails. Belongs to
 * its shard.
 */
interface Candidates {
    /** None at all. */
    Candidates NONE = new Candidates() {
        @Override
        public @Nullable Candidate next() {
            return null;
        }

        @Override
        public boolean more() {
            return false;
        }
    };

    /** The best that was not taken yet; null: none is left. */
    @Nullable
    Candidate next();

    /** Whether one is left. */
    boolean more();

    /** One next hop and no other. */
    static Candidates only(Flow flow, Outgoing message) {
        return new Candidates() {
            private boolean taken;

            @Override
            public @Nullable Candidate next() {
                if (taken) {
                    return null;
                }
                taken = true;
                return new Candidate(flow, message, null);
            }

            @Override
            public boolean more() {
                return !taken;
            }
        };
    }

    /**
     * The upstream's addresses as of now.
     *
     * @param callId decides among equals
     * @param most how many of them
     * @param message makes the request ready for one
     */
    static Candidates upstream(
            UpstreamTable table, String callId, int most, Function<UpstreamAddress, Outgoing> message) {
        return new Candidates() {
            private final long key = UpstreamTable.key(callId);
            private long tried;

            @Override
            public @Nullable Candidate next() {
                int chosen = more() ? table.choose(key, tried) : -1;
                if (chosen < 0) {
                    return null;
                }
                tried |= 1L << chosen;
                UpstreamAddress address = table.addresses().get(chosen);
                return new Candidate(address.flow(), message.apply(address), address);
            }

            @Override
            public boolean more() {
                return Long.bitCount(tried) < Math.min(most, table.addresses().size());
            }
        };
    }
}
