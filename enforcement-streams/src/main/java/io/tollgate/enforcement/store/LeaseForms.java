package io.tollgate.enforcement.store;

import io.tollgate.enforcement.call.AbsentCall;
import io.tollgate.enforcement.call.Vouch;
import io.tollgate.enforcement.lease.Gateway;
import io.tollgate.enforcement.lease.Life;
import io.tollgate.enforcement.lease.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/** Who vouches for calls, and what is kept of calls that do not live here, as bytes. */
public final class LeaseForms {

    /** For the topic between the stages. */
    public static final Serde<Vouch> VOUCHES = new StateSerde<>(
            vouch -> {
                var out = new StateWriter(LeaseForms.VERSION)
                        .text(vouch.account())
                        .text(vouch.callId());
                CallForms.write(out, vouch.owner());
                return out.toBytes();
            },
            bytes -> {
                var in = new StateReader(bytes).upTo(LeaseForms.VERSION);
                return new Vouch(in.text(), in.text(), CallForms.readOwner(in));
            });

    /** Of a store in memory: no other release reads it. */
    static final Serde<Gateway> GATEWAYS = new StateSerde<>(LeaseForms::write, LeaseForms::readGateway);

    static final Serde<RememberedCall> REMEMBERED = new StateSerde<>(LeaseForms::write, LeaseForms::readCall);

    private static final int VERSION = 1;
    private static final int LOST = 1;
    private static final int AWAITED = 2;

    private LeaseForms() {}

    private static byte[] write(Gateway gateway) {
        var out = new StateWriter(VERSION).int32(gateway.lives().size());
        for (var life : gateway.lives()) {
            out.int64(life.epoch())
                    .instant(life.startedAt())
                    .instant(life.heardAt())
                    .constant(life.phase())
                    .int64(life.lease().toMillis())
                    .text(life.sip())
                    .int32(life.liveCalls());
        }
        return out.toBytes();
    }

    private static Gateway readGateway(byte[] bytes) {
        var in = new StateReader(bytes).upTo(VERSION);
        int count = in.int32();
        List<Life> lives = new ArrayList<>();
        for (int life = 0; life < count; life++) {
            lives.add(new Life(
                    in.int64(),
                    in.instant(),
                    in.instant(),
                    in.constant(Phase.class),
                    Duration.ofMillis(in.int64()),
                    in.text(),
                    in.int32()));
        }
        return new Gateway(lives);
    }

    private static byte[] write(RememberedCall remembered) {
        var out = new StateWriter(VERSION).instant(remembered.until());
        if (remembered.call() instanceof AbsentCall.Lost lost) {
            out.int32(LOST).instant(lost.endedAt()).raw(CallForms.write(lost.call()));
        } else if (remembered.call() instanceof AbsentCall.Awaited awaited) {
            CallForms.write(out.int32(AWAITED), awaited.owner());
        } else {
            throw new IllegalStateException("no form for " + remembered.call());
        }
        return out.toBytes();
    }

    private static RememberedCall readCall(byte[] bytes) {
        var in = new StateReader(bytes).upTo(VERSION);
        var until = in.instant();
        int form = in.int32();
        return switch (form) {
            case LOST -> {
                var endedAt = in.instant();
                yield new RememberedCall(new AbsentCall.Lost(CallForms.read(in.bytes()), endedAt), until);
            }
            case AWAITED -> new RememberedCall(new AbsentCall.Awaited(CallForms.readOwner(in)), until);
            default -> throw new IllegalStateException("form " + form + " of an absent call");
        };
    }
}
