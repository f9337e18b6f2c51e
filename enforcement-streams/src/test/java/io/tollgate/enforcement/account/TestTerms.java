package io.tollgate.enforcement.account;

import io.tollgate.enforcement.charge.CreditModel;
import io.tollgate.enforcement.charge.PaymentTerms;
import io.tollgate.enforcement.charge.Purse;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import io.tollgate.enforcement.rating.Tariff;
import io.tollgate.enforcement.rating.Tariffs;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Terms of accounts whose money is plenty. */
final class TestTerms {

    static final RateTerms RATE = new RateTerms(new Money(50_000), new Money(600_000), 60, 6);
    static final Tariffs TARIFFS = (plan, destination) -> Optional.of(new Tariff("plan", "1", RATE));

    private TestTerms() {}

    static Terms of(
            boolean enabled, @Nullable Integer channelLimit, boolean strict, boolean metered, boolean undecided) {
        var payment = new PaymentTerms(CreditModel.PREPAID, Money.ZERO, "EUR", "plan", null);
        return new Terms(enabled, channelLimit, strict, undecided, metered ? payment : PaymentTerms.FREE);
    }

    static Terms paying(PaymentTerms payment) {
        return new Terms(true, null, false, true, payment);
    }

    static AccountStanding standing(Terms terms, int held) {
        return AccountStanding.of(Provision.PROVISIONED, terms, held)
                .with(Purse.EMPTY.adjusted(new Money(1_000_000_000)));
    }
}
