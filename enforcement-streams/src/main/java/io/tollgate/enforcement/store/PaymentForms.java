package io.tollgate.enforcement.store;

import io.tollgate.enforcement.charge.Charge;
import io.tollgate.enforcement.charge.Hold;
import io.tollgate.enforcement.charge.Payment;
import io.tollgate.enforcement.charge.Told;
import io.tollgate.enforcement.rating.Tariff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How calls are paid, as bytes within those of the call. */
final class PaymentForms {

    private static final int NOT = 0;
    private static final int HOLD = 1;
    private static final int CHARGE = 2;

    private PaymentForms() {}

    static void write(StateWriter out, @Nullable Payment payment) {
        if (payment instanceof Hold hold) {
            out.int32(HOLD).money(hold.amount()).optionalInt(hold.paidSeconds());
        } else if (payment instanceof Charge charge) {
            var tariff = charge.tariff();
            var told = charge.told();
            out.int32(CHARGE).text(tariff.plan()).text(tariff.prefix());
            RateForms.write(out, tariff.terms());
            out.text(charge.currency())
                    .flag(charge.onCredit())
                    .optionalInt(charge.maxCallSeconds())
                    .instant(charge.answeredAt())
                    .optionalInstant(charge.cutAt())
                    .int64(told.revision())
                    .optionalInstant(told.due())
                    .int32(told.before().size());
            told.before().forEach(out::instant);
        } else {
            out.int32(NOT);
        }
    }

    static @Nullable Payment read(StateReader in) {
        int form = in.int32();
        return switch (form) {
            case NOT -> null;
            case HOLD -> new Hold(in.money(), in.optionalInt());
            case CHARGE ->
                new Charge(
                        new Tariff(in.text(), in.text(), RateForms.read(in)),
                        in.text(),
                        in.flag(),
                        in.optionalInt(),
                        in.instant(),
                        in.optionalInstant(),
                        told(in));
            default -> throw new IllegalStateException("form " + form + " of a payment");
        };
    }

    private static Told told(StateReader in) {
        long revision = in.int64();
        var due = in.optionalInstant();
        int count = in.int32();
        List<Instant> before = new ArrayList<>();
        for (int earlier = 0; earlier < count; earlier++) {
            before.add(in.instant());
        }
        return new Told(revision, due, before);
    }
}
