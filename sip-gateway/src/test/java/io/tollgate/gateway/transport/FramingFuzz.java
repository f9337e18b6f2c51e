package io.tollgate.gateway.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tollgate.gateway.wire.Cost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A target for Jazzer: cuts a stream into messages, all of it at once and in pieces. Both give the same, no message is above
 * the limits, and time and memory are bounded by what came. The first byte says how the pieces are cut.
 */
public final class FramingFuzz {
    private static final int MOST_HEADER_BYTES = 4_096;
    private static final int MOST_BODY_BYTES = 2_048;

    private FramingFuzz() {}

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        Cost.bounded(2 * stream.length, () -> compare(stream, input[0]));
    }

    private static void compare(byte[] stream, byte cut) {
        Seen whole = framed(stream, new Random(), stream.length);
        Seen pieces = framed(stream, new Random(cut), 1 + (cut & 0x3f));
        if (!whole.equals(pieces)) {
            throw new AssertionError(whole + " at once and in pieces " + pieces);
        }
    }

    /** Messages, and what else there was: of the whole stream at once the messages come last. */
    private record Seen(List<String> messages, List<String> events) {}

    private static Seen framed(byte[] stream, Random random, int most) {
        Seen seen = new Seen(new ArrayList<>(), new ArrayList<>());
        EmbeddedChannel channel = new EmbeddedChannel(new StreamFraming(
                MOST_HEADER_BYTES,
                MOST_BODY_BYTES,
                () -> seen.events().add("keep-alive"),
                reason -> seen.events().add(reason.name())));
        int at = 0;
        while (at < stream.length) {
            int end = most == stream.length ? most : Math.min(stream.length, at + 1 + random.nextInt(most));
            channel.writeInbound(Unpooled.copiedBuffer(stream, at, end - at));
            at = end;
            take(channel, seen.messages());
        }
        channel.finishAndReleaseAll();
        return seen;
    }

    private static void take(EmbeddedChannel channel, List<String> messages) {
        for (byte[] message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message.length > MOST_HEADER_BYTES + MOST_BODY_BYTES) {
                throw new AssertionError("a message of " + message.length);
            }
            messages.add(message.length + " " + Arrays.hashCode(message));
        }
    }
}
