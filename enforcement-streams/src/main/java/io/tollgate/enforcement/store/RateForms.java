package io.tollgate.enforcement.store;

import io.tollgate.enforcement.rating.Cost;
import io.tollgate.enforcement.rating.ListedRate;
import io.tollgate.enforcement.rating.RateTerms;
import org.apache.kafka.common.serialization.Serde;

/** Rates as bytes: what of them is charged by, and what the API shows. */
public final class RateForms {

    /** For the topic within and the store that follows it. */
    public static final Serde<ListedRate> SERDE = new StateSerde<>(
            rate -> {
                var out = new StateWriter(RateForms.WITH_DESCRIPTION);
                write(out, rate.terms());
                return out.text(rate.description()).toBytes();
            },
            bytes -> {
                var in = new StateReader(bytes).upTo(RateForms.WITH_DESCRIPTION);
                return new ListedRate(read(in), in.isBefore(RateForms.WITH_DESCRIPTION) ? "" : in.text());
            });

    /** What calls cost. */
    static final Serde<Cost> COSTS = new StateSerde<>(
            cost -> new StateWriter(RateForms.VERSION)
                    .text(cost.callId())
                    .int32(cost.revision())
                    .money(cost.amount())
                    .toBytes(),
            bytes -> {
                var in = new StateReader(bytes).upTo(RateForms.VERSION);
                return new Cost(in.text(), in.int32(), in.money());
            });

    private static final int VERSION = 1;
    private static final int WITH_DESCRIPTION = 2;

    private RateForms() {}

    static void write(StateWriter out, RateTerms terms) {
        out.money(terms.connectFee())
                .money(terms.pricePerMinute())
                .int32(terms.initialSeconds())
                .int32(terms.incrementSeconds());
    }

    static RateTerms read(StateReader in) {
        return new RateTerms(in.money(), in.money(), in.int32(), in.int32());
    }
}
