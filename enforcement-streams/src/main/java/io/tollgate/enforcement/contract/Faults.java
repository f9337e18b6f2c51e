package io.tollgate.enforcement.contract;

import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.schemas.input.Fault;
import org.jspecify.annotations.Nullable;

/** What the rules that gateways have too say of a record. */
public final class Faults {

    private Faults() {}

    /** Refuses the record if there is one. */
    public static void refuse(@Nullable Fault fault) {
        if (fault == null) {
            return;
        }
        var field = fault.field();
        throw field == null ? new InvalidInput(fault.complaint()) : InvalidInput.of(field, fault.complaint());
    }
}
