package io.tollgate.gateway.capture;

import io.tollgate.gateway.config.HepSettings;
import io.tollgate.gateway.proxy.Outbound;
import io.tollgate.gateway.transport.MessageSink;
import io.tollgate.gateway.wire.Flow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a copy of each SIP message that comes or goes to a HEP collector such as HOMER, over UDP. What the collector does
 * not take, or what is too much for the one thread that sends, is lost and counted; SIP never waits for it.
 *
 * <p>A message counts as sent when it is handed to the sockets, which may yet fail. Copies are whole, with the digest
 * responses that are in them.
 *
 * <p>Safe for all threads. When nothing waits, {@code taken = sent + dropped}.
 */
public final class SignallingCopies implements AutoCloseable {
    /** A sixth of a second at 1,000 calls/s; a collector that is slower than that will not catch up. */
    static final int MOST_WAITING = 4_096;

    /** Messages on streams can be long, and the bound above would be none on memory. */
    static final long MOST_WAITING_BYTES = 8L << 20;

    private static final Logger LOGGER = LoggerFactory.getLogger(SignallingCopies.class);
    private static final long CLOSE_MILLIS = 2_000;

    private final BlockingQueue<Copy> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final LongAdder taken = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final HepPacket packet;
    private final InetSocketAddress collector;
    private final LongSupplier clockMicros;
    private final DatagramChannel channel;
    private final Thread thread;

    private SignallingCopies(
            HepSettings settings,
            InetSocketAddress collector,
            InetAddress self,
            LongSupplier clockMicros,
            ThreadFactory threads)
            throws IOException {
        this.packet = new HepPacket(self, settings.captureId(), settings.password());
        this.collector = collector;
        this.clockMicros = clockMicros;
        this.channel = DatagramChannel.open();
        this.thread = threads.newThread(this::run);
    }

    /**
     * Begins to send what it will be given.
     *
     * @param collector resolved
     * @param self our address, for where a socket is bound to all of them
     * @param clockMicros time of day in microseconds of the epoch
     */
    public static SignallingCopies start(
            HepSettings settings,
            InetSocketAddress collector,
            InetAddress self,
            LongSupplier clockMicros,
            ThreadFactory threads)
            throws IOException {
        SignallingCopies copies = new SignallingCopies(settings, collector, self, clockMicros, threads);
        copies.thread.start();
        return copies;
    }

    /** As {@code sink}, with a copy of each message first. */
    public MessageSink received(MessageSink sink) {
        return new MessageSink() {
            @Override
            public void onMessage(Flow flow, byte[] message) {
                take(flow, true, message);
                sink.onMessage(flow, message);
            }

            @Override
            public void onMessageAmongFew(Flow flow, byte[] message) {
                take(flow, true, message);
                sink.onMessageAmongFew(flow, message);
            }

            @Override
            public void onDisconnect(Flow flow) {
                sink.onDisconnect(flow);
            }
        };
    }

    /** As {@code outbound}, with a copy of each message. */
    public Outbound sent(Outbound outbound) {
        return (flow, message, outcome) -> {
            take(flow, false, message);
            outbound.send(flow, message, outcome);
        };
    }

    private void take(Flow flow, boolean received, byte[] message) {
        taken.increment();
        // Several threads may each find room for one more: then it is a few messages over the bound, which does no
        // harm.
        if (waitingBytes.get() + message.length <= MOST_WAITING_BYTES
                && waiting.offer(new Copy(clockMicros.getAsLong(), flow, received, message))) {
            waitingBytes.addAndGet(message.length);
        } else {
            dropped.increment();
        }
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(HepPacket.LONGEST_BYTES);
        try {
            while (true) {
                Copy copy = waiting.take();
                waitingBytes.addAndGet(-copy.message().length);
                send(copy, buffer);
            }
        } catch (InterruptedException | ClosedByInterruptException closed) {
            LOGGER.atDebug().log("no more copies");
        }
    }

    private void send(Copy copy, ByteBuffer buffer) throws ClosedByInterruptException {
        try {
            if (packet.write(buffer, copy) && channel.send(buffer, collector) > 0) {
                sent.increment();
                return;
            }
        } catch (ClosedByInterruptException closed) {
            throw closed;
        } catch (IOException unreachable) {
            LOGGER.atDebug().setCause(unreachable).log("a copy was not sent");
        }
        dropped.increment();
    }

    /** Messages of which a copy was to be sent. */
    public long taken() {
        return taken.sum();
    }

    /** Copies handed to the network. */
    public long sent() {
        return sent.sum();
    }

    /** Copies lost: too many waited, the message was too long for a datagram, or the network did not take it. */
    public long dropped() {
        return dropped.sum();
    }

    /** Stops at once; what waits is lost. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
            channel.close();
        } catch (IOException | InterruptedException e) {
            LOGGER.atWarn().setCause(e).log("the copies' socket was not closed in peace");
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
