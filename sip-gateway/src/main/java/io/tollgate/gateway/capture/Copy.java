package io.tollgate.gateway.capture;

import io.tollgate.gateway.wire.Flow;

/**
 * A message that passed a socket of ours. Immutable, as nobody changes {@code message} any more.
 *
 * @param atMicros when, in microseconds of the epoch
 * @param flow between which addresses
 * @param received whether it came from the flow's remote end, else it went there
 */
record Copy(long atMicros, Flow flow, boolean received, byte[] message) {}
