package io.tollgate.enforcement.contract;

import io.tollgate.Account;
import io.tollgate.enforcement.account.Terms;
import io.tollgate.enforcement.blacklist.Subjects;
import io.tollgate.enforcement.charge.CreditModel;
import io.tollgate.enforcement.charge.PaymentTerms;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.enforcement.rating.Money;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads accounts' settings; empty: forgotten. Safe for threads. */
public final class AccountInput implements Interpreter<Account, Optional<Account>> {

    private static final int MOST_OF_A_KIND = 1_000;

    @Override
    public Optional<Account> interpret(String key, @Nullable Account value) {
        Identifier.require("account", key);
        if (value == null) {
            return Optional.empty();
        }
        Identifier.requireKey(key, "account", value.getAccount());
        var limit = value.getChannelLimit();
        InvalidInput.unless(limit == null || limit >= 0, "channelLimit", "is negative");
        InvalidInput.unless(value.getCreditLimit() >= 0, "creditLimit", "is negative");
        var longest = value.getMaxCallSeconds();
        InvalidInput.unless(longest == null || longest >= 1, "maxCallSeconds", "is less than 1");
        InvalidInput.unless(!value.getCurrency().isEmpty(), "currency", "is empty");
        Identifier.requireShort("currency", value.getCurrency());
        Identifier.requireShort("ratePlan", value.getRatePlan());
        Identifier.requireShort("ha1", value.getHa1());
        requireFew("identities", value.getIdentities());
        value.getIdentities().forEach(identity -> Identifier.requireShort("identities", identity));
        requireFew("trunks", value.getTrunks());
        value.getTrunks().forEach(trunk -> {
            Identifier.requireShort("trunks", trunk);
            Subjects.requireNetwork("trunks", trunk);
        });
        return Optional.of(value);
    }

    /** Every gateway keeps all of them at hand. */
    private static void requireFew(String name, List<String> values) {
        InvalidInput.unless(values.size() <= MOST_OF_A_KIND, name, "has more than " + MOST_OF_A_KIND);
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
