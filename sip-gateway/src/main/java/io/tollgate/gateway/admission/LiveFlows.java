package io.tollgate.gateway.admission;

import io.tollgate.gateway.wire.Flow;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Flows that are in use by somebody whom the upstream accepted: a call whose account is proven, until it is over, or a
 * registration as long as it lasts. Who comes this way is never shut out, even where somebody else behind the same
 * address is; an address with such flows is not blacklisted elsewhere.
 *
 * <p>Safe for all threads. Grows with calls and registrations, which have bounds of their own.
 */
public final class LiveFlows {
    private final ConcurrentHashMap<Flow, Integer> flows = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<InetAddress, Integer> addresses = new ConcurrentHashMap<>();

    /** Somebody uses it from now on. */
    public void opened(Flow flow) {
        flows.merge(flow, 1, Integer::sum);
        addresses.merge(flow.remote().getAddress(), 1, Integer::sum);
    }

    /** As often as it was opened. */
    public void closed(Flow flow) {
        flows.computeIfPresent(flow, (same, users) -> users == 1 ? null : users - 1);
        addresses.computeIfPresent(flow.remote().getAddress(), (same, users) -> users == 1 ? null : users - 1);
    }

    /** Whether somebody uses this very flow: the same port, or the same connection. */
    public boolean contains(Flow flow) {
        return flows.containsKey(flow);
    }

    /** Whether somebody uses any flow of this address. */
    public boolean contains(InetAddress address) {
        return addresses.containsKey(address);
    }
}
