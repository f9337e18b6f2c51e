package io.tollgate.enforcement.rating;

/**
 * A rate as a plan lists it. Immutable.
 *
 * @param description for people
 */
public record ListedRate(RateTerms terms, String description) {}
