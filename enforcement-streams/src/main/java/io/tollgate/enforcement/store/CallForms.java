package io.tollgate.enforcement.store;

import io.tollgate.enforcement.call.CallDetails;
import io.tollgate.enforcement.call.Channel;
import io.tollgate.enforcement.call.Direction;
import io.tollgate.enforcement.call.LiveCall;
import org.apache.kafka.common.serialization.Serde;

/** Live calls as bytes. */
final class CallForms {

    private static final int VERSION = 2;

    private CallForms() {}

    static Serde<LiveCall> liveCalls() {
        return new StateSerde<>(CallForms::write, CallForms::read);
    }

    private static byte[] write(LiveCall call) {
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
        return out.toBytes();
    }

    private static LiveCall read(byte[] bytes) {
        var in = new StateReader(bytes).upTo(VERSION);
        return new LiveCall(
                in.text(),
                new CallDetails(
                        in.text(),
                        in.text(),
                        in.int64(),
                        in.constant(Direction.class),
                        in.text(),
                        in.text(),
                        in.text(),
                        in.text()),
                in.flag(),
                in.instant(),
                in.optionalInstant(),
                in.optionalInstant(),
                in.constant(Channel.class),
                in.flag(),
                in.isBefore(2) ? null : PaymentForms.read(in));
    }
}
