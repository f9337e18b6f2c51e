package io.tollgate.gateway.journal;

import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.command.LiveCall;
import io.tollgate.gateway.dialog.DialogState;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.identity.Identity;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Enough of an answered call to end it, charge it and tell its end from anywhere. Immutable.
 *
 * @param source the address that its INVITE came from
 * @param sequence of its next event
 * @param lag what its instants are put off by, as the answer's way to the network took it
 * @param callerTag From's tag in its INVITE
 * @param moves how often it was taken up by another gateway, or by another life of its own
 */
public record CallSnapshot(
        CallFacts facts,
        Identity identity,
        InetAddress source,
        boolean emergency,
        Instant attemptedAt,
        Instant answeredAt,
        int sequence,
        Duration lag,
        CallDeadlines.Kept deadlines,
        String callerTag,
        List<DialogState> dialogs,
        int moves) {
    public CallSnapshot {
        dialogs = List.copyOf(dialogs);
    }

    /** Tollgate's own call id. */
    public String callId() {
        return facts.callId();
    }

    /** What terminations must know of it. */
    public LiveCall live() {
        return new LiveCall(
                facts.callId(),
                facts.sipCallId(),
                facts.account(),
                facts.destination(),
                source,
                attemptedAt,
                emergency);
    }

    /** The same in other hands. */
    public CallSnapshot moved() {
        return new CallSnapshot(
                facts,
                identity,
                source,
                emergency,
                attemptedAt,
                answeredAt,
                sequence,
                lag,
                deadlines,
                callerTag,
                dialogs,
                moves + 1);
    }
}
