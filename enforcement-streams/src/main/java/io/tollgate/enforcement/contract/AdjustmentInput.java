package io.tollgate.enforcement.contract;

import io.tollgate.BalanceAdjustment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what billing books. Safe for threads. */
public final class AdjustmentInput implements Interpreter<BalanceAdjustment, BalanceAdjustment> {

    @Override
    public BalanceAdjustment interpret(String key, @Nullable BalanceAdjustment value) {
        var adjustment = Objects.requireNonNull(value);
        Identifier.requireKey(key, "account", adjustment.getAccount());
        Identifier.require("adjustmentId", adjustment.getAdjustmentId());
        Calendar.require("at", adjustment.getAt());
        return adjustment;
    }
}
