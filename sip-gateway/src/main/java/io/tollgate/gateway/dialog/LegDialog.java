package io.tollgate.gateway.dialog;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipUri;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One leg of a call as a dialog (RFC 3261 section 12) in which Tollgate can speak for the party at the other end: it is
 * what a BYE to this leg is made of.
 *
 * <p>Not thread-safe: belongs to its call's shard.
 */
public final class LegDialog {
    /** Numbers that the party used after its state was kept are unknown: the next one of ours is well above them. */
    private static final long LEAP = 1_000;

    /** RFC 3261 section 8.1.1.5: below 2^31. */
    private static final long LAST_CSEQ = Integer.MAX_VALUE;

    /**
     * The highest number that a party may use: whoever used the last one could not be hung up on any more, since many
     * devices refuse a number that is not above the one before.
     */
    public static final long MOST_CSEQ = LAST_CSEQ - 65_536;

    private final String callId;
    private final String from;
    private final String to;
    private List<String> routes;
    private String target;
    private Flow flow;
    private long highestCseq;
    private long step = 1;

    /**
     * Whether we can repeat a Call-ID or tag octet by octet: a BYE with another one would be a stranger's. RFC 3261 section
     * 25.1 allows no others.
     */
    public static boolean speakable(@Nullable String name) {
        return name == null || name.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** A leg of the call with this Call-ID. */
    public LegDialog(String callId, LegState state) {
        this.callId = callId;
        this.from = state.from();
        this.to = state.to();
        this.target = state.target();
        this.routes = state.routes();
        this.flow = state.flow();
        this.highestCseq = state.highestCseq();
    }

    /** A leg as it was kept some time ago. */
    public static LegDialog resumed(String callId, LegState state) {
        LegDialog leg = new LegDialog(callId, state);
        leg.step = LEAP;
        return leg;
    }

    /** As it is now. */
    public LegState state() {
        return new LegState(from, to, target, routes, flow, highestCseq);
    }

    /** The Call-ID. */
    public String callId() {
        return callId;
    }

    /** From's value for requests to this leg. */
    public String from() {
        return from;
    }

    /** To's value for requests to this leg. */
    public String to() {
        return to;
    }

    /** The remote target. */
    public String target() {
        return target;
    }

    /** The route set from the top. */
    public List<String> routes() {
        return routes;
    }

    /** The URI of the first hop of a request to this leg. */
    public String nextHop() {
        return routes.isEmpty() ? target : SipUri.textOfElement(routes.get(0));
    }

    /** The Request-URI of a request to this leg (RFC 3261 section 12.2.1.1). */
    public String requestUri() {
        return strict() ? SipUri.textOfElement(routes.get(0)) : target;
    }

    /** Its Route, from the top: for a strict router the target is at the end. */
    public List<String> route() {
        if (!strict()) {
            return routes;
        }
        List<String> route = new ArrayList<>(routes.subList(1, routes.size()));
        route.add("<" + target + ">");
        return route;
    }

    private boolean strict() {
        return SipUri.strict(routes);
    }

    /** Where the next hop is. */
    public Flow flow() {
        return flow;
    }

    /** A request of the party we would speak for passed towards this leg. */
    public void passed(long cseq) {
        highestCseq = Math.max(highestCseq, cseq);
    }

    /** The leg named a new remote target (RFC 3261 section 12.2: re-INVITE, UPDATE); false: it is the old one. */
    public boolean retarget(String newTarget, Flow newFlow) {
        boolean other = !newTarget.equals(target) || !newFlow.equals(flow);
        target = newTarget;
        flow = newFlow;
        return other;
    }

    /** The route set, which a 2xx may still change (RFC 3261 section 13.2.2.4). */
    public void reroute(List<String> newRoutes) {
        routes = List.copyOf(newRoutes);
    }

    /** The number for the next request that we send to this leg ourselves, which counts as sent. */
    public long nextCseq() {
        highestCseq = Math.min(LAST_CSEQ, Math.max(highestCseq, 0) + step);
        step = 1;
        return highestCseq;
    }

    /**
     * The number for a question of ours that must not be in the way of the party we speak for: not above what it used
     * itself, or its own next request would be refused as out of order (RFC 3261 section 12.2.2).
     */
    public long pingCseq() {
        return Math.max(highestCseq, 0);
    }

    /** After a 500 for a number that was too low: goes on from much higher. */
    public void skipCseq(long by) {
        highestCseq = Math.min(LAST_CSEQ, highestCseq + by);
    }
}
