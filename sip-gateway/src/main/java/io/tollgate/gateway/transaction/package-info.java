/**
 * SIP transactions as data (RFC 3261 section 17 with RFC 6026): tables of states, inputs and acts, and the timers' values.
 * Pure: what an act means on a socket is the proxy's affair.
 */
@NullMarked
package io.tollgate.gateway.transaction;

import org.jspecify.annotations.NullMarked;
