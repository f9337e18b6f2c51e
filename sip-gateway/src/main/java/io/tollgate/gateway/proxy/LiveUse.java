package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import org.jspecify.annotations.Nullable;

/** One proven call's use of its customer's flow, so that whoever uses it stays heard. Belongs to its call's shard. */
final class LiveUse {
    private final Door door;
    private @Nullable Flow flow;
    private boolean over;

    LiveUse(Door door) {
        this.door = door;
    }

    /** The call is proven and goes this way; told as often as one likes. */
    void begins(@Nullable Flow customer) {
        if (flow == null && customer != null && !over) {
            flow = customer;
            door.opened(customer);
        }
    }

    /** The customer is on another connection now. */
    void moves(Flow customer) {
        if (flow != null) {
            door.closed(flow);
            flow = customer;
            door.opened(customer);
        }
    }

    /** The call is over. */
    void ends() {
        over = true;
        if (flow != null) {
            door.closed(flow);
            flow = null;
        }
    }
}
