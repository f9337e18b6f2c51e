package io.tollgate.enforcement.rating;

/**
 * A rate where it stands: in its plan, under its prefix. Immutable.
 *
 * @param prefix leading E.164 digits of the destinations that it is for
 */
public record Tariff(String plan, String prefix, RateTerms terms) {}
