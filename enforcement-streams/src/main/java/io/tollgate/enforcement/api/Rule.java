package io.tollgate.enforcement.api;

import io.tollgate.enforcement.feed.Decided;
import org.jspecify.annotations.Nullable;

/** What a decision was taken by: the account's field, or the kind of order; and what it measures. */
enum Rule {
    BLACKLIST("blacklist", null),
    CHANNELS("channelLimit", "channels"),
    BALANCE("creditLimit", "micro-units"),
    ENABLED("enabled", null),
    RATE("ratePlan", null),
    DURATION("maxCallSeconds", "seconds"),
    ADMISSION("admitWithoutDecision", null),
    OVERLOAD("overload", null),
    VERDICT("verdict", null),
    OPERATOR("operator", null);

    private final String setting;
    private final @Nullable String unit;

    Rule(String setting, @Nullable String unit) {
        this.setting = setting;
        this.unit = unit;
    }

    /**
     * What was measured, and what it must not pass.
     *
     * @param value null: nothing, or it is not known
     * @param limit null: there is none, or it is not known
     */
    record Measured(@Nullable Long value, @Nullable Long limit) {}

    /** Of a refusal's or a termination's reason. */
    static Rule of(String reason) {
        return switch (reason) {
            case "BLACKLISTED" -> BLACKLIST;
            case "CHANNEL_LIMIT" -> CHANNELS;
            case "NO_BALANCE", "BALANCE_EXHAUSTED" -> BALANCE;
            case "ACCOUNT_DISABLED" -> ENABLED;
            case "UNRATED_DESTINATION" -> RATE;
            case "MAX_DURATION" -> DURATION;
            case "NOT_ADMITTED" -> ADMISSION;
            case "OVERLOAD" -> OVERLOAD;
            case "FRAUD_VERDICT" -> VERDICT;
            default -> OPERATOR;
        };
    }

    String setting() {
        return setting;
    }

    @Nullable
    String unit() {
        return unit;
    }

    /** Whether somebody wanted it, and not the account's own state. */
    boolean isOrdered() {
        return this == VERDICT || this == OPERATOR || this == BLACKLIST;
    }

    /** @param accounts asked for a limit that no record tells */
    Measured measure(Decided decided, AccountsNow accounts) {
        var account = decided.event().getAccount();
        var state = decided.state();
        return switch (this) {
            case CHANNELS ->
                new Measured(
                        decided.admission() != null
                                ? Long.valueOf(decided.admission().getActiveChannels())
                                : state == null ? null : Long.valueOf(state.getActiveChannels()),
                        state != null && state.getChannelLimit() != null
                                ? Long.valueOf(state.getChannelLimit())
                                : accounts.number(account, "channelLimit"));
            case BALANCE -> {
                var credit = accounts.number(account, "creditLimit");
                yield new Measured(
                        state == null ? null : Long.valueOf(state.getBalance()), credit == null ? null : -credit);
            }
            case DURATION -> new Measured(WhyJson.lasted(decided), accounts.number(account, "maxCallSeconds"));
            default -> new Measured(null, null);
        };
    }
}
