package io.tollgate.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * TCP connections as strangers open them to tie a server up: some say nothing, others send a byte at a time, promise a body
 * of 2 GiB, or headers without end. Not thread-safe; has no thread of its own.
 */
public final class StreamAbuse implements AutoCloseable {
    private static final byte[] INVITE = bytes(
            "INVITE sip:1@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKdrip\r\n"
                    + "From: <sip:drip@127.0.0.1>;tag=1\r\nTo: <sip:1@127.0.0.1>\r\nCall-ID: drip\r\nCSeq: 1 INVITE\r\n");
    private static final byte[] HUGE = bytes("MESSAGE sip:1@127.0.0.1 SIP/2.0\r\nContent-Length: 2147483647\r\n\r\n");
    private static final byte[] HEADERS = bytes("X: " + "endless ".repeat(128) + "\r\n");

    private final InetSocketAddress target;
    private final List<SocketChannel> silent = new ArrayList<>();
    private final List<SocketChannel> dripping = new ArrayList<>();
    private final List<SocketChannel> huge = new ArrayList<>();
    private final List<SocketChannel> endless = new ArrayList<>();
    private int step;
    private int ended;

    private StreamAbuse(InetSocketAddress target) {
        this.target = target;
    }

    /** Opens so many that say nothing, and so many of each other kind. */
    public static StreamAbuse open(InetSocketAddress target, int silent, int others) {
        StreamAbuse abuse = new StreamAbuse(target);
        try {
            for (int i = 0; i < silent; i++) {
                abuse.silent.add(abuse.connect());
            }
            for (int i = 0; i < others; i++) {
                abuse.dripping.add(abuse.connect());
                abuse.huge.add(abuse.connect());
                abuse.endless.add(abuse.connect());
            }
        } catch (IOException e) {
            abuse.close();
            throw new UncheckedIOException(e);
        }
        return abuse;
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(target);
        channel.configureBlocking(false);
        return channel;
    }

    /** Each sends its next bit; who was cut off comes again. */
    public void step() {
        int at = step++;
        each(dripping, at == 0 ? bytes("I") : new byte[] {INVITE[at % INVITE.length]});
        each(huge, at == 0 ? HUGE : HEADERS);
        each(endless, at == 0 ? bytes("INVITE sip:1@127.0.0.1 SIP/2.0\r\n") : HEADERS);
    }

    private void each(List<SocketChannel> channels, byte[] bytes) {
        for (int i = 0; i < channels.size(); i++) {
            try {
                channels.get(i).write(ByteBuffer.wrap(bytes));
            } catch (IOException cutOff) {
                ended++;
                again(channels, i);
            }
        }
    }

    private void again(List<SocketChannel> channels, int i) {
        try {
            channels.get(i).close();
            channels.set(i, connect());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many were cut off so far. */
    public int ended() {
        return ended;
    }

    @Override
    public void close() {
        for (List<SocketChannel> channels : List.of(silent, dripping, huge, endless)) {
            for (SocketChannel channel : channels) {
                try {
                    channel.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
