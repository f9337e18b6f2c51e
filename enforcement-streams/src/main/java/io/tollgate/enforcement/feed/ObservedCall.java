package io.tollgate.enforcement.feed;

import io.tollgate.CallEvent;
import io.tollgate.Termination;
import io.tollgate.enforcement.blacklist.StandingEntries;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that goes on, and what was decided about it meanwhile. Used by one thread at a time. */
final class ObservedCall {

    /** Orders that name no call hit none that began later after them. */
    private static final Duration REACH = Duration.ofSeconds(5);

    /** Each order may move many times; different ones are few. */
    private static final int MOST_ORDERS = 20;

    private final CallEvent attempt;
    private final Map<String, Termination> orders = new HashMap<>();
    private @Nullable Instant answeredAt;
    private @Nullable Decision refusal;
    private boolean over;

    ObservedCall(CallEvent attempt) {
        this.attempt = attempt;
    }

    /** @param outcome REFUSED or TERMINATED */
    record Decision(String outcome, String reason, Instant at) {}

    String account() {
        return attempt.getAccount();
    }

    boolean isOver() {
        return over;
    }

    void over() {
        over = true;
    }

    void answered(Instant at) {
        answeredAt = at;
    }

    /** The first of them counts: it would have been the last. */
    void refuse(String reason, Instant at) {
        if (refusal == null) {
            refusal = new Decision("REFUSED", reason, at);
        }
    }

    boolean isHitBy(Termination order) {
        var prefix = order.getDestinationPrefix();
        boolean names = order.getCallId() != null
                || order.getAccount() != null
                || prefix != null
                || order.getSourceNetwork() != null;
        boolean isInTime = order.getCallId() != null
                || !attempt.getAt().isAfter(order.getIssuedAt().plus(REACH));
        return names
                && isInTime
                && (order.getCallId() == null
                        || order.getCallId().equals(attempt.getCallId())
                        || order.getCallId().equals(attempt.getSipCallId()))
                && (order.getAccount() == null || order.getAccount().equals(attempt.getAccount()))
                && (prefix == null || attempt.getDestination().startsWith(prefix))
                && (order.getSourceNetwork() == null || StandingEntries.isWithin(order.getSourceNetwork(), address()));
    }

    void order(Termination order) {
        var known = orders.get(order.getTerminationId());
        if (known == null ? orders.size() < MOST_ORDERS : known.getRevision() <= order.getRevision()) {
            orders.put(order.getTerminationId(), order);
        }
    }

    /** What would have been its end before then; empty: it would have gone on. */
    Optional<Decision> decision(Instant until) {
        if (refusal != null) {
            return Optional.of(refusal);
        }
        return orders.values().stream()
                .filter(order -> order.getAt() != null
                        && !order.getAt().plus(Observed.LATE).isAfter(until))
                .min(Comparator.comparing(Termination::getAt))
                .map(order -> new Decision("TERMINATED", order.getReason().name(), order.getAt()));
    }

    long secondsSince(Instant decided, Instant now) {
        if (answeredAt == null) {
            return 0;
        }
        var from = answeredAt.isAfter(decided) ? answeredAt : decided;
        return Math.max(0, Duration.between(from, now).toSeconds());
    }

    /** Where it came from; null: that is no address. */
    @Nullable
    InetAddress address() {
        var source = attempt.getSource();
        int port = source.lastIndexOf(':');
        var host = port < 0 ? source : source.substring(0, port);
        // Only what cannot be a name reaches getByName, which would ask a resolver for one.
        if (!host.matches("[0-9.]+|\\[[0-9A-Fa-f:.]+\\]")) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException strange) {
            return null;
        }
    }
}
