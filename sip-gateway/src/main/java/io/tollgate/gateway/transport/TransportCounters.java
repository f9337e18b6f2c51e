package io.tollgate.gateway.transport;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What went through the sockets, as plain counters: the binding to a metrics library is elsewhere.
 *
 * <p>Safe for all threads. A reader sees each counter at its own moment; the equations hold when nothing moves:
 *
 * <ul>
 *   <li>{@code datagrams = datagramMessages + datagramKeepAlives + datagramJunk}
 *   <li>{@code accepted + opened = openConnections + sum of closed(reason)}
 *   <li>{@code sends = sent + sum of unsent(fault) + those still queued}
 * </ul>
 */
public final class TransportCounters {
    final LongAdder datagrams = new LongAdder();
    final LongAdder datagramMessages = new LongAdder();
    final LongAdder datagramKeepAlives = new LongAdder();
    final LongAdder datagramJunk = new LongAdder();
    final LongAdder streamMessages = new LongAdder();
    final LongAdder streamKeepAlives = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final LongAdder opened = new LongAdder();
    final LongAdder sends = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder sinkFailures = new LongAdder();
    final LongAdder certificatesLoaded = new LongAdder();
    final LongAdder certificatesRefused = new LongAdder();
    private final LongAdder[] closed = oneFor(CloseReason.values());
    private final LongAdder[] unsent = oneFor(SendFault.values());

    TransportCounters() {}

    /** Datagrams received, whatever they were. */
    public long datagrams() {
        return datagrams.sum();
    }

    /** Datagrams handed on as messages. */
    public long datagramMessages() {
        return datagramMessages.sum();
    }

    /** Datagrams of nothing but CR, LF, NUL and blanks, and STUN binding requests. */
    public long datagramKeepAlives() {
        return datagramKeepAlives.sum();
    }

    /** Datagrams that cannot be SIP: too short, binary. */
    public long datagramJunk() {
        return datagramJunk.sum();
    }

    /** Messages handed on from streams. */
    public long streamMessages() {
        return streamMessages.sum();
    }

    /** Double CRLFs on streams, each answered (RFC 5626 section 3.5.1). */
    public long streamKeepAlives() {
        return streamKeepAlives.sum();
    }

    /** Connections that peers opened, the refused ones too. */
    public long accepted() {
        return accepted.sum();
    }

    /** Connections that we began to open. */
    public long opened() {
        return opened.sum();
    }

    /** Connections that ended for {@code reason}. */
    public long closed(CloseReason reason) {
        return counter(reason).sum();
    }

    /** Messages given to {@code send}. */
    public long sends() {
        return sends.sum();
    }

    /** Messages handed to the kernel. */
    public long sent() {
        return sent.sum();
    }

    /** Messages reported as not sent, for {@code fault}. */
    public long unsent(SendFault fault) {
        return counter(fault).sum();
    }

    /** Times that a sink threw: a bug of the sink, the socket goes on. */
    public long sinkFailures() {
        return sinkFailures.sum();
    }

    /** Changed certificates that are in use since. */
    public long certificatesLoaded() {
        return certificatesLoaded.sum();
    }

    /** Changed certificates that could not be used. */
    public long certificatesRefused() {
        return certificatesRefused.sum();
    }

    LongAdder counter(CloseReason reason) {
        return closed[reason.ordinal()];
    }

    LongAdder counter(SendFault fault) {
        return unsent[fault.ordinal()];
    }

    private static LongAdder[] oneFor(Enum<?>[] constants) {
        return Stream.of(constants).map(constant -> new LongAdder()).toArray(LongAdder[]::new);
    }
}
