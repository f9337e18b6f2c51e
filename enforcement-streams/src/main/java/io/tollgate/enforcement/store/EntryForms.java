package io.tollgate.enforcement.store;

import io.tollgate.enforcement.blacklist.Entry;
import io.tollgate.enforcement.blacklist.EntryKind;
import io.tollgate.enforcement.blacklist.EntryOrder;
import io.tollgate.enforcement.blacklist.EntryReason;
import io.tollgate.enforcement.blacklist.EntryState;
import io.tollgate.enforcement.blacklist.Subjects;
import org.apache.kafka.common.serialization.Serde;

/** Blacklist entries and the orders about them as bytes. */
public final class EntryForms {

    private static final int VERSION = 1;
    private static final byte STANDING = 1;
    private static final byte WITHDRAWN = 2;
    private static final byte WRITE = 1;
    private static final byte WITHDRAW = 2;

    private EntryForms() {}

    public static Serde<EntryState> states() {
        return new StateSerde<>(EntryForms::write, EntryForms::readState);
    }

    /** As it goes to the entry's partition. */
    public static byte[] encode(EntryOrder order) {
        return write(order);
    }

    /** For the topic between the stages. */
    public static Serde<EntryOrder> orders() {
        return new StateSerde<>(EntryForms::write, EntryForms::readOrder);
    }

    private static byte[] write(EntryState state) {
        var out = new StateWriter(VERSION);
        if (state instanceof EntryState.Standing standing) {
            out.int32(STANDING).instant(standing.orderedAt());
            entry(out, standing.entry());
        } else if (state instanceof EntryState.Withdrawn withdrawn) {
            out.int32(WITHDRAWN).instant(withdrawn.orderedAt()).instant(withdrawn.forgetAt());
        }
        return out.toBytes();
    }

    private static EntryState readState(byte[] bytes) {
        var in = new StateReader(bytes).upTo(VERSION);
        int form = in.int32();
        var orderedAt = in.instant();
        return switch (form) {
            case STANDING -> new EntryState.Standing(entry(in), orderedAt);
            case WITHDRAWN -> new EntryState.Withdrawn(orderedAt, in.instant());
            default -> throw new IllegalStateException("form " + form + " of an entry's state");
        };
    }

    private static byte[] write(EntryOrder order) {
        var out = new StateWriter(VERSION);
        if (order instanceof EntryOrder.Write write) {
            out.int32(WRITE).text(write.orderId()).instant(write.orderedAt());
            entry(out, write.entry());
        } else if (order instanceof EntryOrder.Withdraw withdraw) {
            out.int32(WITHDRAW)
                    .text(withdraw.orderId())
                    .instant(withdraw.orderedAt())
                    .text(withdraw.entryId());
        }
        return out.toBytes();
    }

    private static EntryOrder readOrder(byte[] bytes) {
        var in = new StateReader(bytes).upTo(VERSION);
        int form = in.int32();
        var orderId = in.text();
        var orderedAt = in.instant();
        return switch (form) {
            case WRITE -> new EntryOrder.Write(orderId, orderedAt, entry(in));
            case WITHDRAW -> new EntryOrder.Withdraw(orderId, orderedAt, in.text());
            default -> throw new IllegalStateException("form " + form + " of an order");
        };
    }

    private static void entry(StateWriter out, Entry entry) {
        out.text(entry.entryId())
                .optionalText(entry.subjects().account())
                .optionalText(entry.subjects().destinationPrefix())
                .optionalText(entry.subjects().sourceNetwork())
                .constant(entry.kind())
                .constant(entry.reason())
                .text(entry.detail())
                .text(entry.source())
                .instant(entry.createdAt())
                .optionalInstant(entry.expiresAt());
    }

    private static Entry entry(StateReader in) {
        return new Entry(
                in.text(),
                new Subjects(in.optionalText(), in.optionalText(), in.optionalText()),
                in.constant(EntryKind.class),
                in.constant(EntryReason.class),
                in.text(),
                in.text(),
                in.instant(),
                in.optionalInstant());
    }
}
