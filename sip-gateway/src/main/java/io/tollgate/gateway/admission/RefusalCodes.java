package io.tollgate.gateway.admission;

/**
 * The final response for each reason to refuse (settings {@code refusal-blacklisted}, ...). Immutable.
 *
 * @param overload sent with Retry-After
 */
public record RefusalCodes(
        int blacklisted,
        int channelLimit,
        int noBalance,
        int accountDisabled,
        int unratedDestination,
        int notAdmitted,
        int overload) {
    /** What the contract promises where nothing is configured. */
    public static final RefusalCodes DEFAULTS = new RefusalCodes(403, 486, 402, 403, 403, 480, 503);

    public RefusalCodes {
        for (int code : new int[] {
            blacklisted, channelLimit, noBalance, accountDisabled, unratedDestination, notAdmitted, overload
        }) {
            if (code < 400 || code > 699) {
                throw new IllegalArgumentException("a refusal code is 400 to 699, not " + code);
            }
        }
    }

    /** The response for this reason. */
    public int of(RefusalReason reason) {
        return switch (reason) {
            case BLACKLISTED -> blacklisted;
            case CHANNEL_LIMIT -> channelLimit;
            case NO_BALANCE -> noBalance;
            case ACCOUNT_DISABLED -> accountDisabled;
            case UNRATED_DESTINATION -> unratedDestination;
            case NOT_ADMITTED -> notAdmitted;
            case OVERLOAD -> overload;
        };
    }
}
