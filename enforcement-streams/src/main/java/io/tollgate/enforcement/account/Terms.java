package io.tollgate.enforcement.account;

import io.tollgate.enforcement.charge.PaymentTerms;
import org.jspecify.annotations.Nullable;

/**
 * What of an account's settings decides about its calls. Immutable.
 *
 * @param channelLimit most channels; null: no limit
 * @param strict no call is answered before it was admitted
 * @param admitsUndecided whether a strict account's call goes on where no admission came in time
 */
public record Terms(
        boolean enabled,
        @Nullable Integer channelLimit,
        boolean strict,
        boolean admitsUndecided,
        PaymentTerms payment) {

    /** Of an account that nobody has provisioned. */
    public static final Terms UNLIMITED = new Terms(true, null, false, true, PaymentTerms.FREE);

    /** Whether gateways wait for an admission; for those of metered accounts too. */
    public boolean needsAdmission() {
        return strict || payment.isMetered();
    }
}
