package io.tollgate.gateway.journal;

import static io.tollgate.gateway.journal.Fields.octets;
import static io.tollgate.gateway.journal.Fields.text;
import static io.tollgate.gateway.journal.Fields.texts;

import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.dialog.DialogState;
import io.tollgate.gateway.dialog.LegState;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots as bytes: a version, then the fields. Enumerations by name, instants in microseconds. A connection's number is
 * not kept, it means nothing to another process. Safe for threads.
 *
 * @param local our own end of all flows that are read
 */
public record SnapshotForm(InetSocketAddress local) {
    private static final int VERSION = 1;

    /** A snapshot that cannot be read: of a newer version, or damaged. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The bytes of a snapshot. */
    public static byte[] write(CallSnapshot snapshot) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            facts(out, snapshot.facts());
            out.writeUTF(snapshot.identity().name());
            octets(out, snapshot.source().getAddress());
            out.writeBoolean(snapshot.emergency());
            instant(out, snapshot.attemptedAt());
            instant(out, snapshot.answeredAt());
            out.writeInt(snapshot.sequence());
            out.writeLong(snapshot.lag().toNanos());
            CallDeadlines.Kept deadlines = snapshot.deadlines();
            limit(out, deadlines.balanceRevision(), deadlines.paidUntil());
            limit(out, deadlines.durationRevision(), deadlines.longestUntil());
            text(out, snapshot.callerTag());
            out.writeInt(snapshot.moves());
            out.writeByte(snapshot.dialogs().size());
            for (DialogState dialog : snapshot.dialogs()) {
                text(out, dialog.calleeTag());
                leg(out, dialog.caller());
                leg(out, dialog.callee());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * What {@link #write} wrote.
     *
     * @throws Unreadable if it was something else
     */
    public CallSnapshot read(byte[] bytes) throws Unreadable {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new Unreadable("version " + version + ", expected " + VERSION, null);
            }
            CallFacts facts = facts(in);
            Identity identity = Identity.valueOf(in.readUTF());
            InetAddress source = InetAddress.getByAddress(octets(in));
            boolean emergency = in.readBoolean();
            Instant attemptedAt = instant(in);
            Instant answeredAt = instant(in);
            int sequence = in.readInt();
            Duration lag = Duration.ofNanos(in.readLong());
            CallDeadlines.Kept deadlines =
                    new CallDeadlines.Kept(in.readLong(), optionalInstant(in), in.readLong(), optionalInstant(in));
            String callerTag = text(in);
            int moves = in.readInt();
            List<DialogState> dialogs = new ArrayList<>();
            for (int count = in.readUnsignedByte(); count > 0; count--) {
                dialogs.add(new DialogState(text(in), leg(in), leg(in)));
            }
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
                    moves);
        } catch (IOException | IllegalArgumentException damaged) {
            throw new Unreadable("damaged", damaged);
        }
    }

    private static void facts(DataOutputStream out, CallFacts facts) throws IOException {
        out.writeUTF(facts.callId());
        text(out, facts.sipCallId());
        text(out, facts.account());
        out.writeUTF(facts.direction().name());
        text(out, facts.caller());
        text(out, facts.callee());
        text(out, facts.destination());
        out.writeUTF(facts.source());
    }

    private static CallFacts facts(DataInputStream in) throws IOException {
        return new CallFacts(
                in.readUTF(),
                text(in),
                text(in),
                Direction.valueOf(in.readUTF()),
                text(in),
                text(in),
                text(in),
                in.readUTF());
    }

    private static void leg(DataOutputStream out, LegState leg) throws IOException {
        text(out, leg.from());
        text(out, leg.to());
        text(out, leg.target());
        texts(out, leg.routes());
        out.writeUTF(leg.flow().transport().name());
        octets(out, leg.flow().remote().getAddress().getAddress());
        out.writeShort(leg.flow().remote().getPort());
        out.writeLong(leg.highestCseq());
    }

    private LegState leg(DataInputStream in) throws IOException {
        String from = text(in);
        String to = text(in);
        String target = text(in);
        List<String> routes = texts(in);
        Transport transport = Transport.valueOf(in.readUTF());
        InetAddress address = InetAddress.getByAddress(octets(in));
        Flow flow = Flow.to(transport, local, new InetSocketAddress(address, in.readUnsignedShort()));
        return new LegState(from, to, target, routes, flow, in.readLong());
    }

    private static void limit(DataOutputStream out, long revision, @Nullable Instant at) throws IOException {
        out.writeLong(revision);
        out.writeBoolean(at != null);
        if (at != null) {
            instant(out, at);
        }
    }

    private static @Nullable Instant optionalInstant(DataInputStream in) throws IOException {
        return in.readBoolean() ? instant(in) : null;
    }

    private static void instant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
    }
}
