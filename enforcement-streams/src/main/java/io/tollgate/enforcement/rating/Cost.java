package io.tollgate.enforcement.rating;

/**
 * What a call cost, as it was recorded. Immutable.
 *
 * @param revision of two records of one call the higher counts
 */
public record Cost(String callId, int revision, Money amount) {}
