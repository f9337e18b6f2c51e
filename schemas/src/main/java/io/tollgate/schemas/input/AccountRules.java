package io.tollgate.schemas.input;

import io.tollgate.Account;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which records are settings of an account. No state. */
public final class AccountRules {

    /** Every gateway keeps all of them at hand. */
    private static final int MOST_OF_A_KIND = 1_000;

    private AccountRules() {}

    /**
     * The first thing that is wrong with settings; null: nothing.
     *
     * @param key the record's; empty if it has none
     */
    public static @Nullable Fault fault(String key, Account account) {
        var limit = account.getChannelLimit();
        var longest = account.getMaxCallSeconds();
        return Fault.first(
                () -> Identifiers.keyFault(key, "account", account.getAccount()),
                () -> Fault.unless(limit == null || limit >= 0, "channelLimit", "is negative"),
                () -> Fault.unless(account.getCreditLimit() >= 0, "creditLimit", "is negative"),
                () -> Fault.unless(longest == null || longest >= 1, "maxCallSeconds", "is less than 1"),
                () -> Fault.unless(!account.getCurrency().isEmpty(), "currency", "is empty"),
                () -> Identifiers.tooLong("currency", account.getCurrency()),
                () -> Identifiers.tooLong("ratePlan", account.getRatePlan()),
                () -> Identifiers.tooLong("ha1", account.getHa1()),
                () -> ofEach("identities", account.getIdentities(), AccountRules::ofIdentity),
                () -> ofEach("trunks", account.getTrunks(), AccountRules::ofTrunk));
    }

    private static @Nullable Fault ofEach(String field, List<String> values, Function<String, @Nullable Fault> rule) {
        if (values.size() > MOST_OF_A_KIND) {
            return new Fault(field, "has more than " + MOST_OF_A_KIND);
        }
        for (var value : values) {
            var fault = rule.apply(value);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable Fault ofIdentity(String identity) {
        return Identifiers.tooLong("identities", identity);
    }

    private static @Nullable Fault ofTrunk(String trunk) {
        var tooLong = Identifiers.tooLong("trunks", trunk);
        if (tooLong != null || NetworkText.isNetwork(trunk)) {
            return tooLong;
        }
        return new Fault("trunks", "'" + trunk + "' is no network");
    }
}
