package io.tollgate.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into SIP messages (RFC 3261 section 18.3) and answers keep-alives (RFC 5626 section 4.4.1).
 *
 * <p>Whoever disagrees with the next hop about where a message ends lets a second one through unseen. So whatever two
 * parsers could read differently ends the connection: no Content-Length or two, a bare CR or LF in the headers. Bytes
 * are looked at once, however they are split; memory grows with what has arrived, never with what was promised.
 *
 * <p>One for each connection, on its event loop.
 */
final class StreamFraming extends ByteToMessageDecoder implements MessageCutter {
    private static final int UNKNOWN = -1;

    private final int maxHeaderBytes;
    private final int maxBodyBytes;
    private final Runnable keepAlive;
    private final Consumer<CloseReason> rejection;

    /** Length of the current message's whole lines so far. */
    private int scanned;

    /** How far the next line's end was looked for: a drip of single bytes must not make us start over each time. */
    private int searched;

    private int headerLength = UNKNOWN;
    private ContentLength contentLength = new ContentLength();
    private int blankLines;
    private boolean rejected;

    /**
     * @param keepAlive a double CRLF came, to be answered
     * @param rejection this stream cannot be read on, and is to be closed
     */
    StreamFraming(int maxHeaderBytes, int maxBodyBytes, Runnable keepAlive, Consumer<CloseReason> rejection) {
        this.maxHeaderBytes = maxHeaderBytes;
        this.maxBodyBytes = maxBodyBytes;
        this.keepAlive = keepAlive;
        this.rejection = rejection;
    }

    @Override
    public boolean midMessage() {
        return !rejected && internalBuffer().isReadable();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (rejected) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (scanned == 0 && !skipBlankLines(in)) {
            return;
        }
        if (headerLength == UNKNOWN && !findHeaderEnd(in)) {
            return;
        }
        int length = headerLength + (int) contentLength.value();
        if (in.readableBytes() < length) {
            return;
        }
        byte[] message = new byte[length];
        in.readBytes(message);
        scanned = 0;
        searched = 0;
        headerLength = UNKNOWN;
        contentLength = new ContentLength();
        out.add(message);
    }

    /** Whether something else than CRLFs stands at the front. */
    private boolean skipBlankLines(ByteBuf in) {
        while (in.isReadable()) {
            int first = in.getByte(in.readerIndex());
            if (first > ' ' && first < 0x7f) {
                blankLines = 0;
                return true;
            }
            if (first != '\r') {
                return reject(in, CloseReason.NOT_SIP);
            }
            if (in.readableBytes() == 1) {
                return false;
            }
            if (in.getByte(in.readerIndex() + 1) != '\n') {
                return reject(in, CloseReason.NOT_SIP);
            }
            in.skipBytes(2);
            blankLines++;
            if (blankLines == 2) {
                blankLines = 0;
                keepAlive.run();
            }
        }
        return false;
    }

    /** Looks at the lines not looked at yet; true once the empty one has come and all is well. */
    private boolean findHeaderEnd(ByteBuf in) {
        int start = in.readerIndex();
        while (true) {
            int lineStart = start + scanned;
            int searchEnd = Math.min(in.writerIndex(), start + maxHeaderBytes);
            int lineFeed = in.indexOf(start + Math.max(scanned, searched), searchEnd, (byte) '\n');
            if (lineFeed < 0) {
                searched = searchEnd - start;
                return searchEnd - start == maxHeaderBytes && reject(in, CloseReason.HEADER_TOO_LONG);
            }
            int lineEnd = lineFeed - 1;
            if (lineEnd < lineStart
                    || in.getByte(lineEnd) != '\r'
                    || in.indexOf(lineStart, lineEnd, (byte) '\r') >= 0) {
                return reject(in, CloseReason.MALFORMED_HEADER);
            }
            if (scanned == 0 && !StartLine.plausible(in, lineStart, lineEnd)) {
                return reject(in, CloseReason.NOT_SIP);
            }
            scanned = lineFeed + 1 - start;
            if (lineEnd == lineStart) {
                headerLength = scanned;
                return bodyIsAcceptable(in);
            }
            contentLength.line(in, lineStart, lineEnd);
        }
    }

    private boolean bodyIsAcceptable(ByteBuf in) {
        if (contentLength.malformed()) {
            return reject(in, CloseReason.MALFORMED_LENGTH);
        }
        if (!contentLength.present()) {
            return reject(in, CloseReason.NO_LENGTH);
        }
        return contentLength.value() <= maxBodyBytes || reject(in, CloseReason.BODY_TOO_LONG);
    }

    /** Always false, so that the checks above read as conditions. */
    private boolean reject(ByteBuf in, CloseReason reason) {
        rejected = true;
        in.skipBytes(in.readableBytes());
        rejection.accept(reason);
        return false;
    }
}
