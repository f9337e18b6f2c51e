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
        Identifier.requireShort("commandId", avro.getCommandId());
        Identifier.requireShort("operator", avro.getOperator());
        Identifier.requireShort("callId", avro.getCallId());
        Identifier.requireShort("account", avro.getAccount());
        Identifier.requireShort("destinationPrefix", avro.getDestinationPrefix());
        Identifier.requireShort("sourceNetwork", avro.getSourceNetwork());
        Identifier.requireShort("entryId", avro.getEntryId());
        Calendar.require("at", avro.getAt());
        Calendar.require("expiresAt", avro.getExpiresAt());
        var order = new OperatorOrder(
                avro.getCommandId(),
                avro.getOperator(),
                OperatorOrder.Action.valueOf(avro.getAction().name()),
                avro.getCallId(),
                Subjects.of(avro.getAccount(), avro.getDestinationPrefix(), avro.getSourceNetwork()),
                avro.getEntryId(),
                EntryKind.valueOf(avro.getKind().name()),
                avro.getExpiresAt(),
                FreeText.beginning(avro.getReason()));
        order.check();
        return order;
    }
}
