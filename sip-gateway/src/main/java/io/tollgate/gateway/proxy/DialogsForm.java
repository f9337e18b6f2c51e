package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.journal.Fields.optional;
import static io.tollgate.gateway.journal.Fields.text;
import static io.tollgate.gateway.journal.Fields.texts;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.dialog.LegState;
import io.tollgate.gateway.wire.Flow;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Dialogs as bytes, for this process alone: their flows stay what they are and are written as their place in a list, since a
 * connection is known by its number here only, and many calls share one flow.
 *
 * @param flows those that the bytes speak of; writing adds to them
 */
record DialogsForm(List<Flow> flows) {
    void write(DataOutputStream out, CallDialogs dialogs) throws IOException {
        text(out, dialogs.callerTag());
        DialogOpening opening = dialogs.opening();
        out.writeBoolean(opening != null);
        if (opening != null) {
            opening(out, opening);
        }
        out.writeByte(dialogs.byCalleeTag().size());
        for (Map.Entry<String, DialogPair> dialog : dialogs.byCalleeTag().entrySet()) {
            text(out, dialog.getKey());
            pair(out, dialog.getValue());
        }
    }

    /** What {@link #write} wrote. */
    CallDialogs read(DataInputStream in, String sipCallId, OwnNames own) throws IOException {
        String callerTag = text(in);
        DialogOpening opening = in.readBoolean() ? opening(in, sipCallId, own) : null;
        Map<String, DialogPair> byCalleeTag = new HashMap<>();
        for (int count = in.readUnsignedByte(); count > 0; count--) {
            byCalleeTag.put(text(in), pair(in, sipCallId));
        }
        return new CallDialogs(opening, callerTag, byCalleeTag);
    }

    private void opening(DataOutputStream out, DialogOpening opening) throws IOException {
        text(out, opening.from());
        text(out, opening.to());
        out.writeLong(opening.cseq());
        optional(out, opening.contact());
        texts(out, opening.recordRoutes());
        flow(out, opening.callerFlow());
        texts(out, opening.tokens());
    }

    private DialogOpening opening(DataInputStream in, String sipCallId, OwnNames own) throws IOException {
        return new DialogOpening(
                sipCallId, text(in), text(in), in.readLong(), optional(in), texts(in), flow(in), texts(in), own);
    }

    private void pair(DataOutputStream out, DialogPair pair) throws IOException {
        leg(out, pair.caller().state());
        leg(out, pair.callee().state());
        out.writeBoolean(pair.confirmed());
        out.writeBoolean(pair.ended());
        out.writeBoolean(pair.acknowledged());
        out.writeBoolean(pair.spokenFor());
    }

    private DialogPair pair(DataInputStream in, String sipCallId) throws IOException {
        DialogPair pair = new DialogPair(leg(in, sipCallId), leg(in, sipCallId));
        if (in.readBoolean()) {
            pair.confirm();
        }
        if (in.readBoolean()) {
            pair.end();
        }
        if (in.readBoolean()) {
            pair.acknowledge();
        }
        if (in.readBoolean()) {
            pair.speakFor();
        }
        return pair;
    }

    private void leg(DataOutputStream out, LegState leg) throws IOException {
        text(out, leg.from());
        text(out, leg.to());
        text(out, leg.target());
        texts(out, leg.routes());
        flow(out, leg.flow());
        out.writeLong(leg.highestCseq());
    }

    private LegDialog leg(DataInputStream in, String sipCallId) throws IOException {
        return new LegDialog(sipCallId, new LegState(text(in), text(in), text(in), texts(in), flow(in), in.readLong()));
    }

    private void flow(DataOutputStream out, Flow flow) throws IOException {
        if (!flows.contains(flow)) {
            flows.add(flow);
        }
        out.writeByte(flows.indexOf(flow));
    }

    private Flow flow(DataInputStream in) throws IOException {
        return flows.get(in.readUnsignedByte());
    }
}
