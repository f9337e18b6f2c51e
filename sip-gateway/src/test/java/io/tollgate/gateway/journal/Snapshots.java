package io.tollgate.gateway.journal;

import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.dialog.DialogState;
import io.tollgate.gateway.dialog.LegState;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Snapshots for tests. */
public final class Snapshots {
    public static final InetSocketAddress LOCAL = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.000001Z");

    private Snapshots() {}

    public static CallSnapshot of(String callId) {
        return of(callId, 0);
    }

    public static CallSnapshot of(String callId, int moves) {
        CallFacts facts = new CallFacts(
                callId,
                "sip-" + callId,
                "alice\u00e9",
                Direction.OUTBOUND,
                "sip:alice@example.org",
                "sip:493012@example.org",
                "493012",
                "192.0.2.7:5062/udp");
        LegState caller = leg("<sip:493012@example.org>;tag=b", "<sip:alice@example.org>;tag=a", Transport.UDP, -1);
        LegState callee = leg("<sip:alice@example.org>;tag=a", "<sip:493012@example.org>;tag=b", Transport.TCP, 7);
        return new CallSnapshot(
                facts,
                Identity.UPSTREAM,
                LOCAL.getAddress(),
                false,
                NOON,
                NOON.plusSeconds(2),
                3,
                Duration.ofNanos(1_234),
                new CallDeadlines.Kept(2, NOON.plusSeconds(60), -1, null),
                "a",
                List.of(new DialogState("b", caller, callee)),
                moves);
    }

    private static LegState leg(String from, String to, Transport transport, long cseq) {
        return new LegState(
                from,
                to,
                "sip:x@192.0.2.9;transport=" + transport,
                List.of("<sip:edge.example.org;lr>", "<sip:192.0.2.1;lr>"),
                Flow.to(transport, LOCAL, new InetSocketAddress("192.0.2.9", 5060)),
                cseq);
    }
}
