package io.tollgate.enforcement.contract;

import io.tollgate.Rate;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.enforcement.rating.ListedRate;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads rates; empty: removed. Safe for threads. */
public final class RateInput implements Interpreter<Rate, Optional<ListedRate>> {

    private static final Pattern KEY = Pattern.compile(".+/[0-9]{0,32}", Pattern.DOTALL);
    private static final Pattern PREFIX = Pattern.compile("[0-9]{0,32}");

    @Override
    public Optional<ListedRate> interpret(String key, @Nullable Rate value) {
        if (value == null) {
            Identifier.requireShort("the key", key);
            InvalidInput.unless(KEY.matcher(key).matches(), "the key is not plan/prefix");
            return Optional.empty();
        }
        Identifier.require("plan", value.getPlan());
        InvalidInput.unless(PREFIX.matcher(value.getPrefix()).matches(), "prefix", "is not up to 32 digits");
        InvalidInput.unless(key.equals(value.getPlan() + "/" + value.getPrefix()), "key and plan/prefix differ");
        InvalidInput.unless(value.getPricePerMinute() >= 0, "pricePerMinute", "is negative");
        InvalidInput.unless(value.getConnectFee() >= 0, "connectFee", "is negative");
        InvalidInput.unless(value.getInitialIncrementSeconds() >= 1, "initialIncrementSeconds", "is less than 1");
        InvalidInput.unless(value.getIncrementSeconds() >= 1, "incrementSeconds", "is less than 1");
        var terms = new RateTerms(
                new Money(value.getConnectFee()),
                new Money(value.getPricePerMinute()),
                value.getInitialIncrementSeconds(),
                value.getIncrementSeconds());
        return Optional.of(new ListedRate(terms, FreeText.beginning(value.getDescription())));
    }
}
