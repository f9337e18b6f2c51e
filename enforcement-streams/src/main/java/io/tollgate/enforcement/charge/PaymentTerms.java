package io.tollgate.enforcement.charge;

import io.tollgate.enforcement.rating.Money;
import org.jspecify.annotations.Nullable;

/**
 * What of an account's settings decides about its money. Immutable.
 *
 * @param creditLimit how far below zero a POSTPAID balance may go
 * @param ratePlan null: no destination has a rate
 * @param maxCallSeconds of any of its calls, whatever it pays; null: no limit
 */
public record PaymentTerms(
        CreditModel model,
        Money creditLimit,
        String currency,
        @Nullable String ratePlan,
        @Nullable Integer maxCallSeconds) {

    /** Of an account that nobody has provisioned. */
    public static final PaymentTerms FREE = new PaymentTerms(CreditModel.UNMETERED, Money.ZERO, "EUR", null, null);

    public boolean isMetered() {
        return model != CreditModel.UNMETERED;
    }

    /** What a new call may use beyond the balance. */
    public Money credit() {
        return model == CreditModel.POSTPAID ? creditLimit : Money.ZERO;
    }
}
