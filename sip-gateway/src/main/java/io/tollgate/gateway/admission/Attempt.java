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
 */
public record Attempt(
        Direction direction, Identified identified, String destination, InetAddress source, boolean emergency) {}
