package io.tollgate.enforcement.contract;

import io.tollgate.OperatorCommand;
import io.tollgate.enforcement.blacklist.EntryKind;
import io.tollgate.enforcement.blacklist.Subjects;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.enforcement.verdict.OperatorOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what operators order. Safe for threads. */
public final class CommandInput implements Interpreter<OperatorCommand, OperatorOrder> {

    @Override
    public OperatorOrder interpret(String key, @Nullable OperatorCommand value) {
        var avro = Objects.requireNonNull(value);
        InvalidInput.unless(key.equals(avro.getCommandId()), "key and commandId differ");
        var order = new OperatorOrder(
                avro.getCommandId(),
                avro.getOperator(),
                OperatorOrder.Action.valueOf(avro.getAction().name()),
                avro.getCallId(),
                Subjects.of(avro.getAccount(), avro.getDestinationPrefix(), avro.getSourceNetwork()),
                avro.getEntryId(),
                EntryKind.valueOf(avro.getKind().name()),
                avro.getExpiresAt(),
                avro.getReason());
        order.check();
        return order;
    }
}
