package io.tollgate.enforcement.charge;

import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.Tariff;

/**
 * What a call cost in the end. Immutable.
 *
 * @param billedSeconds what is charged, whole increments
 * @param uncollected what the time used beyond that would have cost
 */
public record Bill(Tariff tariff, String currency, long billedSeconds, Money cost, Money uncollected) {}
