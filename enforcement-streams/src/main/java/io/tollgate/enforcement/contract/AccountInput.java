package io.tollgate.enforcement.contract;

import io.tollgate.Account;
import io.tollgate.CreditModel;
import io.tollgate.enforcement.account.Terms;
import io.tollgate.enforcement.blacklist.Subjects;
import io.tollgate.enforcement.decision.InvalidInput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads accounts' settings; empty: forgotten. Safe for threads. */
public final class AccountInput implements Interpreter<Account, Optional<Account>> {

    @Override
    public Optional<Account> interpret(String key, @Nullable Account value) {
        Identifier.require("account", key);
        if (value == null) {
            return Optional.empty();
        }
        Identifier.requireKey(key, "account", value.getAccount());
        var limit = value.getChannelLimit();
        InvalidInput.unless(limit == null || limit >= 0, "channelLimit is negative");
        InvalidInput.unless(value.getCreditLimit() >= 0, "creditLimit is negative");
        var longest = value.getMaxCallSeconds();
        InvalidInput.unless(longest == null || longest >= 1, "maxCallSeconds is less than 1");
        InvalidInput.unless(!value.getCurrency().isEmpty(), "currency is empty");
        value.getTrunks().forEach(Subjects::requireNetwork);
        return Optional.of(value);
    }

    /** What of the settings decides about calls. Until money is built in, metered accounts run as UNMETERED. */
    public static Terms terms(Account account) {
        var admitsUndecided = account.getAdmitWithoutDecision();
        return new Terms(
                account.getEnabled(),
                account.getChannelLimit(),
                account.getStrictAdmission(),
                account.getCreditModel() != CreditModel.UNMETERED,
                admitsUndecided != null ? admitsUndecided : !account.getStrictAdmission());
    }
}
