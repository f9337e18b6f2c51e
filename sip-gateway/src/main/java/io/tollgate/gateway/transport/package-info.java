/**
 * Netty: UDP and TCP sockets, framing, limits, back-pressure. The only package that imports Netty; nothing here knows
 * more of SIP than where a message ends.
 */
@NullMarked
package io.tollgate.gateway.transport;

import org.jspecify.annotations.NullMarked;
