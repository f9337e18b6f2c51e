package io.tollgate.enforcement.store;

import io.tollgate.enforcement.call.CallDetails;
import io.tollgate.enforcement.call.Channel;
import io.tollgate.enforcement.call.Direction;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.call.Owner;
import org.apache.kafka.common.serialization.Serde;

/** Live calls as bytes. */
final class CallForms {

    private static final int VERSION = 3;

    private CallForms() {}

    static Serde<LiveCall> liveCalls() {
        return new StateSerde<>(CallForms::write, CallForms::read);
    }

    static byte[] write(LiveCall call) {
        var details = call.details();
        var out = new StateWriter(VERSION)
                .text(call.callId())
                .text(details.sipCallId())
                .text(details.gatewayId())
                .int64(details.gatewayEpoch())
                .constant(details.direction())
                .text(details.caller())
                .text(details.callee())
                .text(details.destination())
                .text(details.source())
                .flag(call.emergency())
                .instant(call.attemptedAt())
                .optionalInstant(call.provenAt())
                .optionalInstant(call.answeredAt())
                .constant(call.channel())
                .flag(call.undecided());
        PaymentForms.write(out, call.payment());
        out.int32(call.revision());
        write(out, call.owner());
        return out.toBytes();
    }

    static LiveCall read(byte[] bytes) {
        var in = new StateReader(bytes).upTo(VERSION);
        var callId = in.text();
        var details = new CallDetails(
                in.text(),
                in.text(),
                in.int64(),
                in.constant(Direction.class),
                in.text(),
                in.text(),
                in.text(),
                in.text());
        boolean emergency = in.flag();
        var attemptedAt = in.instant();
        var provenAt = in.optionalInstant();
        var answeredAt = in.optionalInstant();
        var channel = in.constant(Channel.class);
        boolean undecided = in.flag();
        var payment = in.isBefore(2) ? null : PaymentForms.read(in);
        // From before calls could move: who told of it vouches for it.
        int revision = in.isBefore(3) ? 0 : in.int32();
        var owner = in.isBefore(3) ? new Owner(details.gatewayId(), details.gatewayEpoch(), 0) : readOwner(in);
        return new LiveCall(
                callId,
                details,
                emergency,
                attemptedAt,
                provenAt,
                answeredAt,
                channel,
                undecided,
                payment,
                owner,
                revision);
    }

    static void write(StateWriter out, Owner owner) {
        out.text(owner.gatewayId()).int64(owner.epoch()).int32(owner.moves());
    }

    static Owner readOwner(StateReader in) {
        return new Owner(in.text(), in.int64(), in.int32());
    }
}
