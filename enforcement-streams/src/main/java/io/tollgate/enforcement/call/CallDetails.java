package io.tollgate.enforcement.call;

/**
 * What does not change during a call. Immutable.
 *
 * @param gatewayId the one that the call came to, whoever vouches for it later
 * @param gatewayEpoch grows with each start of the gateway
 * @param destination E.164 digits, or a user part that is no number
 * @param source {@code ip:port/transport}
 */
public record CallDetails(
        String sipCallId,
        String gatewayId,
        long gatewayEpoch,
        Direction direction,
        String caller,
        String callee,
        String destination,
        String source) {}
