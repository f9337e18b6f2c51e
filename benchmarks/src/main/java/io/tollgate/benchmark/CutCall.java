package io.tollgate.benchmark;

import io.tollgate.phone.Call;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.TestUpstream;
import java.util.Optional;

/**
 * A call that shall be cut, with both ends.
 *
 * @param account who pays
 * @param gateway which of the gateways, from 1
 * @param upstream where its other end is
 */
record CutCall(String account, int gateway, PlacedCall caller, TestUpstream upstream) {

    /** Its SIP Call-ID. */
    String id() {
        return caller.callId();
    }

    /** Its other end, if the call came so far. */
    Optional<ReceivedCall> callee() {
        for (Call call : upstream.calls()) {
            if (call instanceof ReceivedCall received && received.callId().equals(id())) {
                return Optional.of(received);
            }
        }
        return Optional.empty();
    }

    /** Whether it was answered and then ended by somebody else at both ends. */
    boolean cut() {
        return caller.answered().isDone()
                && byPeer(caller)
                && callee().map(CutCall::byPeer).orElse(false);
    }

    private static boolean byPeer(Call call) {
        CallEnd end = call.ended().getNow(null);
        return end != null && end.by() == CallEnd.By.PEER;
    }
}
