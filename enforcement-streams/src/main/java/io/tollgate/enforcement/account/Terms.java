package io.tollgate.enforcement.account;

import org.jspecify.annotations.Nullable;

/**
 * What of an account's settings decides about its calls. Immutable.
 *
 * @param channelLimit most channels; null: no limit
 * @param strict no call is answered before it was admitted
 * @param metered PREPAID or POSTPAID: its gateway waits for an admission too
 * @param admitsUndecided whether a strict account's call goes on where no admission came in time
 */
public record Terms(
        boolean enabled, @Nullable Integer channelLimit, boolean strict, boolean metered, boolean admitsUndecided) {

    /** Of an account that nobody has provisioned. */
    public static final Terms UNLIMITED = new Terms(true, null, false, false, true);

    /** Whether gateways wait for an admission. */
    public boolean needsAdmission() {
        return strict || metered;
    }
}
