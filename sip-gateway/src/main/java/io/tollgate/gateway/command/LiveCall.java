package io.tollgate.gateway.command;

import java.net.InetAddress;
import java.time.Instant;

/**
 * What a termination must know of a call to say whether it is meant. Immutable.
 *
 * @param callId Tollgate's own call id
 * @param sipCallId the Call-ID header
 * @param destination as {@code NumberPlan.destination} gives it
 * @param source the address that its INVITE came from
 * @param attemptedAt the instant of its CallAttempted
 * @param emergency whether it goes to an emergency number, and so is never terminated
 */
public record LiveCall(
        String callId,
        String sipCallId,
        String account,
        String destination,
        InetAddress source,
        Instant attemptedAt,
        boolean emergency) {}
