package io.tollgate.gateway.event;

import io.tollgate.gateway.identity.Direction;

/**
 * What stays the same in all events of one call: fixed when it is attempted. Immutable, one object for each call.
 *
 * @param callId Tollgate's own, unique over all time and gateways
 * @param sipCallId the Call-ID header as received
 * @param caller From's URI without parameters
 * @param callee To's URI without parameters
 * @param destination as {@code NumberPlan.destination} gives it
 * @param source as {@code Flow.source} gives it
 */
public record CallFacts(
        String callId,
        String sipCallId,
        String account,
        Direction direction,
        String caller,
        String callee,
        String destination,
        String source) {}
