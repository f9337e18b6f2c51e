package io.tollgate.enforcement.contract;

import io.tollgate.Account;
import io.tollgate.enforcement.account.Terms;
import io.tollgate.enforcement.charge.CreditModel;
import io.tollgate.enforcement.charge.PaymentTerms;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.schemas.input.AccountRules;
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
        Faults.refuse(AccountRules.fault(key, value));
        return Optional.of(value);
    }

    /** What of the settings decides about calls. */
    public static Terms terms(Account account) {
        var admitsUndecided = account.getAdmitWithoutDecision();
        return new Terms(
                account.getEnabled(),
                account.getChannelLimit(),
                account.getStrictAdmission(),
                admitsUndecided != null ? admitsUndecided : !account.getStrictAdmission(),
                new PaymentTerms(
                        CreditModel.valueOf(account.getCreditModel().name()),
                        new Money(account.getCreditLimit()),
                        account.getCurrency(),
                        account.getRatePlan(),
                        account.getMaxCallSeconds()));
    }
}
