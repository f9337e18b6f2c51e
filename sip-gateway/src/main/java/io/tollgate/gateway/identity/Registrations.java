package io.tollgate.gateway.identity;

import io.tollgate.gateway.wire.Flow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whose REGISTER the upstream accepted, over which flow, and for how long: a later request under that address-of-record
 * from that flow is its account's, without credentials of its own.
 *
 * <p>Each device of an address-of-record has one flow: where it registers anew, the old one proves nothing any more, since
 * behind a NAT that may be another customer's by then. The flow of a stream ends with its connection, whose number never
 * comes again in this process; what is left of it here is dropped when it expires.
 *
 * <p>Bounded: beyond the limits a registration proves nothing, and its account is known as it would be without. Safe for
 * all threads; look-ups take no lock. Expired ones are dropped a few at a time, as new ones come.
 */
public final class Registrations {
    /** Longest that one REGISTER is good for, whatever the upstream grants. */
    public static final Duration LONGEST = Duration.ofDays(1);

    /** Devices of one address-of-record; the one that has not registered for longest makes room. */
    public static final int MOST_DEVICES = 16;

    private static final int LOOKS = 4;

    /** Of an address-of-record, or of what tells a device from others: longer ones are nobody's, and are not kept. */
    private static final int MOST_CHARACTERS = 512;

    /**
     * What a REGISTER did to one device.
     *
     * @param device what the registrar tells it from others by: instance and reg-id (RFC 5626 section 6), else the Contact
     * @param lifetime from now on; zero: taken back
     */
    public record Binding(String device, Duration lifetime) {}

    private record Registration(String device, Flow flow, String account, Instant until) {
        boolean standsAt(Instant now) {
            return until.isAfter(now);
        }

        boolean cameOver(Flow other) {
            return flow.connection() == other.connection()
                    && flow.transport() == other.transport()
                    && flow.remote().equals(other.remote());
        }
    }

    private final int most;
    /** The latest first. */
    private final ConcurrentHashMap<String, List<Registration>> byAor = new ConcurrentHashMap<>();

    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder forgone = new LongAdder();
    private final ReentrantLock sweeping = new ReentrantLock();
    private Iterator<String> sweep = Collections.emptyIterator();

    /** At most so many devices, and one more for each thread that tells of them. */
    public Registrations(int most) {
        this.most = most;
    }

    /**
     * The upstream accepted a REGISTER.
     *
     * @param aor the URI of its To
     * @param account whose it was, by credentials that the upstream accepted with it, else by {@code aor}
     */
    public void accepted(Flow flow, String aor, String account, List<Binding> bindings, Instant now) {
        drop(now);
        String key = key(aor);
        if (key != null && !bindings.isEmpty()) {
            update(key, known -> with(known, flow, account, bindings, now));
        }
    }

    /** All devices of this address-of-record were taken back ({@code Contact: *}). */
    public void takenBack(String aor) {
        String key = key(aor);
        if (key != null) {
            update(key, known -> List.of());
        }
    }

    /** What a request from there, under this name, is proved by; null: nothing. */
    public @Nullable Proof proof(Flow from, String fromUri, Instant now) {
        String key = byAor.isEmpty() ? null : key(fromUri);
        if (key != null) {
            for (Registration one : byAor.getOrDefault(key, List.of())) {
                if (one.cameOver(from) && one.standsAt(now)) {
                    return new Proof(one.account(), Identity.REGISTRATION);
                }
            }
        }
        return null;
    }

    /** Devices that are remembered, some of them expired. */
    public int size() {
        return size.get();
    }

    /** Registrations that were accepted and not remembered, for want of room. */
    public long forgone() {
        return forgone.sum();
    }

    private List<Registration> with(
            List<Registration> known, Flow flow, String account, List<Binding> bindings, Instant now) {
        List<Registration> next = new ArrayList<>(known);
        next.removeIf(one -> !one.standsAt(now));
        for (Binding binding : bindings) {
            boolean renewed = next.removeIf(one -> one.device().equals(binding.device()));
            if (binding.lifetime().isZero() || binding.device().length() > MOST_CHARACTERS) {
                continue;
            }
            if (!renewed && size.get() + next.size() - known.size() >= most) {
                forgone.increment();
                continue;
            }
            Duration lifetime = binding.lifetime().compareTo(LONGEST) < 0 ? binding.lifetime() : LONGEST;
            next.add(0, new Registration(binding.device(), flow, account, now.plus(lifetime)));
        }
        return next.size() > MOST_DEVICES ? next.subList(0, MOST_DEVICES) : next;
    }

    private interface Change {
        List<Registration> of(List<Registration> known);
    }

    private void update(String key, Change change) {
        byAor.compute(key, (aor, before) -> {
            List<Registration> known = before == null ? List.of() : before;
            List<Registration> next = change.of(known);
            size.addAndGet(next.size() - known.size());
            return next.isEmpty() ? null : List.copyOf(next);
        });
    }

    /** Looks at a few for each that comes, so that no thread ever looks at all. */
    private void drop(Instant now) {
        if (!sweeping.tryLock()) {
            return;
        }
        try {
            if (!sweep.hasNext()) {
                sweep = byAor.keySet().iterator();
            }
            for (int i = 0; i < LOOKS && sweep.hasNext(); i++) {
                update(
                        sweep.next(),
                        known -> known.stream().filter(one -> one.standsAt(now)).toList());
            }
        } finally {
            sweeping.unlock();
        }
    }

    private static @Nullable String key(String uri) {
        SipUser user = SipUser.of(uri);
        return user.user().isEmpty() || uri.length() > MOST_CHARACTERS ? null : user.withDomain();
    }
}
