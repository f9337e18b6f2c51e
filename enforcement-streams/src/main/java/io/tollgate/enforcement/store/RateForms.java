package io.tollgate.enforcement.store;

import io.tollgate.enforcement.rating.Cost;
import io.tollgate.enforcement.rating.RateTerms;
import org.apache.kafka.common.serialization.Serde;

/** Rates as bytes: what of them is charged by. */
public final class RateForms {

    /** For the topic within and the store that follows it. */
    public static final Serde<RateTerms> SERDE = new StateSerde<>(
            terms -> {
                var out = new StateWriter(RateForms.VERSION);
                write(out, terms);
                return out.toBytes();
            },
            bytes -> read(new StateReader(bytes).upTo(RateForms.VERSION)));

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
