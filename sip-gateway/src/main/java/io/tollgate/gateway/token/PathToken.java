package io.tollgate.gateway.token;

/**
 * What our Path (RFC 3327) says about a registration, so that calls to the registered user come back to the gateway
 * that has the flow, and are known as the account's. Immutable.
 *
 * @param gatewayId the gateway that has the flow
 * @param at host and port where other gateways reach that one; empty: it does not know
 * @param account whose registration it is
 * @param device where the REGISTER came from
 * @param connection the stream connection it came on, as in {@code Flow}; {@code Flow.NONE} for UDP
 */
public record PathToken(String gatewayId, String at, String account, Hop device, long connection) {}
