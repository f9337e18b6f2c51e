package io.tollgate.gateway.admission;

import io.tollgate.gateway.wire.Flow;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Flows that are in use by somebody whom the upstream accepted: a call whose account is proven, until it is over, or a
 * registration as long as it lasts. Who comes this way is never shut out, even where somebody else behind the same
 * address is; an address with such flows is not blacklisted elsewhere.
 *
 * <p>Safe for all threads. Grows with calls, which have a bound of their own, and with registrations up to one; beyond it
 * they give no privilege. Times are microseconds of any clock that never goes back.
 */
public final class LiveFlows {
    private static final int MOST_REGISTERED = 200_000;
    private static final long SWEEP_MICROS = Duration.ofSeconds(10).toNanos() / 1_000;

    private final int mostRegistered;
    private final ConcurrentHashMap<Flow, Integer> flows = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<InetAddress, Integer> addresses = new ConcurrentHashMap<>();
    /** Until when each registration lasts. */
    private final ConcurrentHashMap<Flow, Long> registered = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<InetAddress, Long> registeredAddresses = new ConcurrentHashMap<>();
    private final AtomicLong sweepAt = new AtomicLong();

    public LiveFlows() {
        this(MOST_REGISTERED);
    }

    LiveFlows(int mostRegistered) {
        this.mostRegistered = mostRegistered;
    }

    /** A call uses it from now on. */
    public void opened(Flow flow) {
        flows.merge(flow, 1, Integer::sum);
        addresses.merge(flow.remote().getAddress(), 1, Integer::sum);
    }

    /** As often as it was opened. */
    public void closed(Flow flow) {
        flows.computeIfPresent(flow, (same, users) -> users == 1 ? null : users - 1);
        addresses.computeIfPresent(flow.remote().getAddress(), (same, users) -> users == 1 ? null : users - 1);
    }

    /** Somebody registered over it for so long. */
    public void registered(Flow flow, long lifetimeMicros, long nowMicros) {
        long sweep = sweepAt.get();
        if (registered.size() >= mostRegistered
                && sweep <= nowMicros
                && sweepAt.compareAndSet(sweep, nowMicros + SWEEP_MICROS)) {
            registered.values().removeIf(until -> until <= nowMicros);
            registeredAddresses.values().removeIf(until -> until <= nowMicros);
        }
        if (registered.size() < mostRegistered || registered.containsKey(flow)) {
            long until = nowMicros + lifetimeMicros;
            registered.merge(flow, until, Math::max);
            registeredAddresses.merge(flow.remote().getAddress(), until, Math::max);
        }
    }

    /** Whether somebody uses this very flow: the same port, or the same connection. */
    public boolean contains(Flow flow, long nowMicros) {
        return flows.containsKey(flow) || registered.getOrDefault(flow, nowMicros) > nowMicros;
    }

    /** Whether somebody uses any flow of this address. */
    public boolean contains(InetAddress address, long nowMicros) {
        return addresses.containsKey(address) || registeredAddresses.getOrDefault(address, nowMicros) > nowMicros;
    }
}
