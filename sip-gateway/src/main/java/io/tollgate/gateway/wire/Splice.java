package io.tollgate.gateway.wire;

import java.util.Arrays;

/**
 * A new message made of an old one's bytes with stretches cut out and others put in, so that what nobody understood
 * passes as it came. Not thread-safe; used once.
 */
public final class Splice {
    private static final byte[] NOTHING = {};

    private final SipMessage message;
    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private byte[][] texts = new byte[8][];
    private int count;

    /** A splice of {@code message}, which is not changed. */
    public Splice(SipMessage message) {
        this.message = message;
    }

    /** Cuts a stretch out. */
    public Splice cut(Span span) {
        return replace(span, NOTHING);
    }

    /** Puts text in before the byte at {@code at}; texts for the same place stand in the order of the calls. */
    public Splice insert(int at, String text) {
        return replace(new Span(at, at), Ascii.bytes(text));
    }

    /** Puts text in the place of a stretch. */
    public Splice replace(Span span, String text) {
        return replace(span, Ascii.bytes(text));
    }

    private Splice replace(Span span, byte[] text) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            texts = Arrays.copyOf(texts, count * 2);
        }
        int slot = count++;
        while (slot > 0 && starts[slot - 1] > span.start()) {
            starts[slot] = starts[slot - 1];
            ends[slot] = ends[slot - 1];
            texts[slot] = texts[slot - 1];
            slot--;
        }
        starts[slot] = span.start();
        ends[slot] = span.end();
        texts[slot] = text;
        return this;
    }

    /**
     * The spliced message.
     *
     * @throws IllegalStateException if stretches overlap
     */
    public byte[] bytes() {
        int size = message.length();
        for (int i = 0; i < count; i++) {
            size += texts[i].length - (ends[i] - starts[i]);
        }
        byte[] out = new byte[size];
        byte[] in = message.bytes();
        int read = 0;
        int written = 0;
        for (int i = 0; i < count; i++) {
            if (starts[i] < read) {
                throw new IllegalStateException("stretches overlap at " + starts[i]);
            }
            System.arraycopy(in, read, out, written, starts[i] - read);
            written += starts[i] - read;
            System.arraycopy(texts[i], 0, out, written, texts[i].length);
            written += texts[i].length;
            read = ends[i];
        }
        System.arraycopy(in, read, out, written, message.length() - read);
        return out;
    }
}
