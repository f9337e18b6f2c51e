package io.tollgate.enforcement.contract;

import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRefused;
import io.tollgate.CallRinging;
import io.tollgate.Identity;
import io.tollgate.LegClosed;
import io.tollgate.enforcement.call.CallDetails;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.CallFact.What;
import io.tollgate.enforcement.call.Direction;
import io.tollgate.enforcement.call.EmergencyNumbers;
import io.tollgate.enforcement.call.EndCause;
import io.tollgate.enforcement.decision.Grounds;
import io.tollgate.enforcement.decision.InvalidInput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what gateways tell. Safe for threads. */
public final class CallInput implements Interpreter<CallEvent, CallFact> {

    private final EmergencyNumbers emergencyNumbers;

    public CallInput(EmergencyNumbers emergencyNumbers) {
        this.emergencyNumbers = emergencyNumbers;
    }

    @Override
    public CallFact interpret(String key, @Nullable CallEvent value) {
        var avro = Objects.requireNonNull(value);
        Identifier.requireKey(key, "account", avro.getAccount());
        Identifier.require("callId", avro.getCallId());
        Identifier.requireShort("gatewayId", avro.getGatewayId());
        Calendar.require("at", avro.getAt());
        var direction = Direction.valueOf(avro.getDirection().name());
        var details = new CallDetails(
                avro.getSipCallId(),
                avro.getGatewayId(),
                avro.getGatewayEpoch(),
                direction,
                avro.getCaller(),
                avro.getCallee(),
                avro.getDestination(),
                avro.getSource());
        // The upstream is who it is by its address: it proves what it calls.
        boolean proven = direction == Direction.INBOUND || avro.getIdentity() != Identity.CLAIMED;
        boolean emergency = direction == Direction.OUTBOUND && emergencyNumbers.contains(avro.getDestination());
        return new CallFact(
                avro.getCallId(),
                avro.getAccount(),
                details,
                proven,
                emergency,
                avro.getAt(),
                what(avro.getSequence(), avro.getEvent()));
    }

    private static What what(int sequence, Object event) {
        if (event instanceof CallAttempted) {
            return new CallFact.Attempted();
        }
        if (event instanceof CallRinging) {
            return new CallFact.Ringing();
        }
        if (event instanceof CallAnswered) {
            return new CallFact.Answered();
        }
        if (event instanceof CallEnded ended) {
            var grounds = ended.getTerminationReason();
            return new CallFact.Ended(
                    EndCause.valueOf(ended.getCause().name()),
                    ended.getSipStatus(),
                    ended.getTerminationId(),
                    grounds == null ? null : Grounds.valueOf(grounds.name()));
        }
        if (event instanceof CallRefused) {
            return new CallFact.Refused(sequence == 0);
        }
        if (event instanceof LegClosed) {
            return new CallFact.LegClosed();
        }
        throw new InvalidInput("no event that is known");
    }
}
