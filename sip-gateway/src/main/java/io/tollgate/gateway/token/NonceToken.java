package io.tollgate.gateway.token;

/**
 * What the nonce of a challenge says (RFC 7616 section 3.3): nothing needs to be remembered of who does not answer.
 * Immutable.
 *
 * @param own whether this very process issued it: only that one knows under which counts it was used
 * @param issuedMicros the epoch's microseconds
 * @param number which of this process's nonces it is
 */
public record NonceToken(boolean own, long issuedMicros, long number) {}
