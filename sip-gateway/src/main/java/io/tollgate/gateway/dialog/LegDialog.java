package io.tollgate.gateway.dialog;

import io.tollgate.gateway.wire.Flow;
import java.util.List;

/**
 * One leg of a call as a dialog (RFC 3261 section 12) in which Tollgate can speak for the party at the other end: it is
 * what a BYE to this leg is made of.
 *
 * <p>Not thread-safe: belongs to its call's shard.
 */
public final class LegDialog {
    private final String callId;
    private final String from;
    private final String to;
    private List<String> routes;
    private String target;
    private Flow flow;
    private long highestCseq;

    /**
     * A leg.
     *
     * @param callId the Call-ID
     * @param from From's value for requests to this leg: the other party as this leg knows it, with tag
     * @param to To's value for requests to this leg, with tag
     * @param target the leg's remote target: a URI, the Request-URI for requests to it
     * @param routes the leg's route set, elements of Route from the top
     * @param flow where the next hop towards it is
     * @param highestCseq highest number seen from the party that we would speak for, -1 where it never sent a request
     */
    public LegDialog(
            String callId, String from, String to, String target, List<String> routes, Flow flow, long highestCseq) {
        this.callId = callId;
        this.from = from;
        this.to = to;
        this.target = target;
        this.routes = List.copyOf(routes);
        this.flow = flow;
        this.highestCseq = highestCseq;
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

    /** Where the next hop is. */
    public Flow flow() {
        return flow;
    }

    /** A request of the party we would speak for passed towards this leg. */
    public void passed(long cseq) {
        highestCseq = Math.max(highestCseq, cseq);
    }

    /** The leg named a new remote target (RFC 3261 section 12.2: re-INVITE, UPDATE). */
    public void retarget(String newTarget, Flow newFlow) {
        target = newTarget;
        flow = newFlow;
    }

    /** The route set, which a 2xx may still change (RFC 3261 section 13.2.2.4). */
    public void reroute(List<String> newRoutes) {
        routes = List.copyOf(newRoutes);
    }

    /** The number for the next request that we send to this leg ourselves, which counts as sent. */
    public long nextCseq() {
        highestCseq = Math.max(highestCseq, 0) + 1;
        return highestCseq;
    }

    /** After a 500 for a number that was too low: goes on from much higher. */
    public void skipCseq(long by) {
        highestCseq += by;
    }
}
