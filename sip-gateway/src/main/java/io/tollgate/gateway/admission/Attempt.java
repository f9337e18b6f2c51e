package io.tollgate.gateway.admission;

import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identification.Identified;
import java.net.InetAddress;

/**
 * What admission must know of a request that starts something: INVITE, and REFER or MESSAGE outside a dialog.
 * Immutable.
 *
 * @param destination as {@code NumberPlan.destination} gives it
 * @param source the address that it came from, as the socket reports it
 * @param emergency whether it goes to an emergency number, and so is never refused
 * @param heldChannel whether it answers the challenge to an INVITE that held a channel of its account until then: what is
 *     said of full accounts may be of that very channel
 */
public record Attempt(
        Direction direction,
        Identified identified,
        String destination,
        InetAddress source,
        boolean emergency,
        boolean heldChannel) {

    /** One that held no channel. */
    public Attempt(
            Direction direction, Identified identified, String destination, InetAddress source, boolean emergency) {
        this(direction, identified, destination, source, emergency, false);
    }
}
