package io.tollgate.enforcement.contract;

import io.tollgate.DialogSnapshot;
import io.tollgate.enforcement.call.Owner;
import io.tollgate.enforcement.call.Vouch;
import io.tollgate.enforcement.decision.InvalidInput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads who has taken a call up that another had before; empty: nobody has, since it is with the one who told of it, or
 * the snapshot is removed. Safe for threads.
 */
public final class DialogInput implements Interpreter<DialogSnapshot, Optional<Vouch>> {

    @Override
    public Optional<Vouch> interpret(String key, @Nullable DialogSnapshot value) {
        if (value == null || value.getMoves() == 0 || value.getAccount().isEmpty()) {
            return Optional.empty();
        }
        Identifier.require("account", value.getAccount());
        Identifier.require("callId", value.getCallId());
        Identifier.require("gatewayId", value.getGatewayId());
        InvalidInput.unless(
                key.equals(value.getGatewayId() + "/" + value.getCallId()), "key and gatewayId/callId differ");
        InvalidInput.unless(value.getMoves() > 0, "moves is negative");
        return Optional.of(new Vouch(
                value.getAccount(),
                value.getCallId(),
                new Owner(value.getGatewayId(), value.getGatewayEpoch(), value.getMoves())));
    }
}
