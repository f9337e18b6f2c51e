package io.tollgate.gateway.dialog;

import io.tollgate.gateway.wire.Flow;
import java.util.List;

/**
 * What a {@link LegDialog} is made of: enough to speak to the leg from anywhere. Immutable.
 *
 * @param from From's value for requests to this leg: the other party as this leg knows it, with tag
 * @param to To's value for requests to this leg, with tag
 * @param target the leg's remote target: a URI, the Request-URI for requests to it
 * @param routes the leg's route set, elements of Route from the top
 * @param flow where the next hop towards it is
 * @param highestCseq highest number seen from the party that we would speak for, -1 where it never sent a request
 */
public record LegState(String from, String to, String target, List<String> routes, Flow flow, long highestCseq) {
    public LegState {
        routes = List.copyOf(routes);
    }
}
