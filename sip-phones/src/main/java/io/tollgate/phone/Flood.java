package io.tollgate.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Junk and invented responses over UDP at a steady rate from many addresses of 127.0.0.0/8. Sends on the thread that
 * runs it, allocates nothing meanwhile, and leaves out what the kernel does not take at once.
 */
public final class Flood implements AutoCloseable {
    private static final long BEAT_NANOS = 1_000_000;

    private final List<DatagramChannel> sources = new ArrayList<>();
    private final List<ByteBuffer> messages = new ArrayList<>();
    private long sent;

    private Flood() {}

    /** From so many addresses of this machine to that one. */
    public static Flood open(InetSocketAddress target, int sources) {
        Flood flood = new Flood();
        try {
            for (int i = 0; i < sources; i++) {
                DatagramChannel channel = DatagramChannel.open();
                flood.sources.add(channel);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20);
                channel.bind(new InetSocketAddress("127." + (16 + i / 250 % 200) + ".7." + (1 + i % 250), 0));
                channel.connect(target);
                channel.configureBlocking(false);
            }
        } catch (IOException e) {
            flood.close();
            throw new UncheckedIOException(e);
        }
        Random random = new Random(7);
        for (int i = 0; i < 64; i++) {
            byte[] junk = new byte[200];
            random.nextBytes(junk);
            flood.add(i % 2 == 0 ? junk : response(target, random));
        }
        MalformedMessages.all().stream()
                .filter(message -> message.length < 1_500)
                .forEach(flood::add);
        return flood;
    }

    private static byte[] response(InetSocketAddress target, Random random) {
        String id = Long.toHexString(random.nextLong());
        return ("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP " + Hop.hostPort(target) + ";branch=z9hG4bK" + id
                        + "\r\nFrom: <sip:1@127.0.0.1>;tag=" + id + "\r\nTo: <sip:2@127.0.0.1>;tag=" + id
                        + "\r\nCall-ID: "
                        + id + "\r\nCSeq: 1 " + (random.nextBoolean() ? "INVITE" : "BYE")
                        + "\r\nContact: <sip:2@127.0.0.1>\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void add(byte[] message) {
        ByteBuffer direct = ByteBuffer.allocateDirect(message.length);
        direct.put(message).flip();
        messages.add(direct);
    }

    /** Sends so many a second for so long. */
    public void run(int perSecond, Duration time) {
        long began = System.nanoTime();
        long offered = 0;
        for (long now = began; now - began < time.toNanos(); now = System.nanoTime()) {
            long due = (now - began) * perSecond / 1_000_000_000;
            for (; offered < due; offered++) {
                send(offered);
            }
            LockSupport.parkNanos(BEAT_NANOS);
        }
    }

    private void send(long number) {
        ByteBuffer message = messages.get((int) (number % messages.size()));
        message.rewind();
        try {
            if (sources.get((int) (number % sources.size())).write(message) > 0) {
                sent++;
            }
        } catch (PortUnreachableException gone) {
            // What an earlier one came to; the next is sent all the same.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Datagrams that the kernel has taken. */
    public long sent() {
        return sent;
    }

    @Override
    public void close() {
        for (DatagramChannel source : sources) {
            try {
                source.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
