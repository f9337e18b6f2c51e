package io.tollgate.enforcement.contract;

import io.tollgate.CallRecord;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.enforcement.rating.Cost;
import io.tollgate.enforcement.rating.Money;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what was recorded of calls, by ourselves, to make up the balances anew. Safe for threads. */
public final class RecordInput implements Interpreter<CallRecord, Cost> {

    @Override
    public Cost interpret(String key, @Nullable CallRecord value) {
        var recorded = Objects.requireNonNull(value);
        Identifier.requireKey(key, "account", recorded.getAccount());
        Identifier.require("callId", recorded.getCallId());
        InvalidInput.unless(recorded.getCost() >= 0, "cost is negative");
        return new Cost(recorded.getCallId(), recorded.getRevision(), new Money(recorded.getCost()));
    }
}
