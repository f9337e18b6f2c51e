package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.Channel;
import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.dialog.CallLife;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.journal.Fields;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that was answered, and ended without a word of ours, as bytes. For half a minute something may still come for it, though
 * hardly ever does; as objects such calls would be most of the heap, and most of what each collection copies while no call
 * moves. Unfolded when something comes. Belongs to its shard.
 */
final class FoldedCall implements TabledCall, ClientTransaction.User {
    private final ShardContext shard;
    private final String callId;
    private final String sipCallId;
    private final @Nullable CallSetup setup;
    private final byte[] bytes;
    private final List<Flow> flows;
    private @Nullable Timeout forgetting;

    private FoldedCall(
            ShardContext shard,
            String callId,
            String sipCallId,
            @Nullable CallSetup setup,
            byte[] bytes,
            List<Flow> flows) {
        this.shard = shard;
        this.callId = callId;
        this.sipCallId = sipCallId;
        this.setup = setup;
        this.bytes = bytes;
        this.flows = flows;
    }

    /** What is left of a call, which hears from now on what still comes for it. */
    static FoldedCall fold(ShardContext shard, CallParts parts) {
        CallFacts facts = parts.facts();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        List<Flow> flows = new ArrayList<>(3);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Fields.text(out, facts.account());
            out.writeBoolean(parts.outbound());
            out.writeByte(parts.life().identity().ordinal());
            new DialogsForm(flows).write(out, parts.dialogs());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        CallSetup setup = parts.setup();
        FoldedCall folded = new FoldedCall(
                shard, facts.callId(), facts.sipCallId(), setup, bytes.toByteArray(), List.copyOf(flows));
        if (setup != null) {
            setup.told(folded);
        }
        return folded;
    }

    @Override
    public void forgetLater() {
        forgetting =
                shard.arm(shard.limits().linger().toNanos(), () -> shard.calls().remove(this));
    }

    @Override
    public void forgotten() {
        shard.disarm(forgetting);
    }

    @Override
    public String callId() {
        return callId;
    }

    @Override
    public String sipCallId() {
        return sipCallId;
    }

    @Override
    public boolean alive() {
        return false;
    }

    @Override
    public long bytes() {
        return bytes.length + (setup == null ? 0 : setup.bytes());
    }

    /**
     * The call as it was, but for what is of no use any more: what would be told of it, and how to end it. It hears from now
     * on what still comes.
     */
    Call unfold() {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String account = Fields.text(in);
            Direction direction = in.readBoolean() ? Direction.OUTBOUND : Direction.INBOUND;
            Identity identity = Identity.values()[in.readByte()];
            CallFacts facts = new CallFacts(callId, sipCallId, account, direction, "", "", "", "");
            CallDialogs dialogs = new DialogsForm(flows).read(in, sipCallId, shard.passes());
            Call call = new Call(
                    shard,
                    new CallParts(
                            null,
                            facts,
                            CallLife.finished(identity, shard.codes()),
                            dialogs,
                            CallReporter.resumed(shard.sink(), facts, 0),
                            Channel.NOT_NEEDED,
                            new CallDeadlines(callId, null),
                            setup,
                            true));
            if (setup != null) {
                setup.told(call.responses());
            }
            return call;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void response(SipMessage response) {
        shard.calls().unfold(this).responses().response(response);
    }

    @Override
    public void failed(int status) {
        shard.calls().unfold(this).responses().failed(status);
    }

    @Override
    public void late(SipMessage success, Flow from) {
        shard.calls().unfold(this).responses().late(success, from);
    }
}
