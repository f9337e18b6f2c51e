package io.tollgate.gateway.transport;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Room for as many datagrams in one read of the kernel as lately came together. Each slot costs its preparation with each
 * read, filled or not, and most reads find one datagram or two.
 *
 * <p>Of one socket. Belongs to its thread.
 */
final class ReceiveSlots extends DefaultMaxMessagesRecvByteBufAllocator {
    /** Datagrams taken from the kernel in one call, and before the loop may write. */
    static final int MOST = 16;

    static final int FEWEST = 4;

    private final int slotBytes;
    private int slots = FEWEST;

    ReceiveSlots(int slotBytes) {
        super(1); // To ask whether there is more costs as much as to be told so when the loop comes round.
        this.slotBytes = slotBytes;
    }

    /** So many came with the last read. */
    void came(int datagrams) {
        if (datagrams >= slots) {
            slots = Math.min(MOST, slots * 2);
        } else if (datagrams <= slots / 2) {
            slots = Math.max(FEWEST, slots / 2);
        }
    }

    int slots() {
        return slots;
    }

    @Override
    public MaxMessageHandle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return slots * slotBytes;
            }
        };
    }
}
