package io.tollgate.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes SIP messages of WebSocket frames: one SIP message for each WebSocket message (RFC 7118 section 5), which may come
 * in fragments, with control frames between them (RFC 6455 section 5.4). Frames beyond the limit do not get here.
 *
 * <p>One for each connection, on its event loop.
 */
final class WebSocketMessages extends ChannelInboundHandlerAdapter implements MessageCutter {
    private final int maxBytes;
    private final Runnable keepAlive;
    private final Consumer<CloseReason> rejection;
    private @Nullable ByteArrayOutputStream fragments;
    private boolean bytesCame;
    private boolean frameCame;
    private boolean midFrame;
    private boolean rejected;

    /**
     * @param keepAlive a double CRLF came, to be answered
     * @param rejection this connection cannot be read on, and is to be closed
     */
    WebSocketMessages(int maxBytes, Runnable keepAlive, Consumer<CloseReason> rejection) {
        this.maxBytes = maxBytes;
        this.keepAlive = keepAlive;
        this.rejection = rejection;
    }

    @Override
    public boolean midMessage() {
        return (fragments != null || midFrame) && !rejected;
    }

    /** Sits before Netty's decoder, which does not tell that it waits for the rest of a frame. */
    ChannelHandler bytesSeen() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object bytes) {
                bytesCame = true;
                context.fireChannelRead(bytes);
            }
        };
    }

    /** Sits right behind it, where control frames pass too. */
    ChannelHandler framesSeen() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object read) {
                frameCame |= read instanceof WebSocketFrame;
                context.fireChannelRead(read);
            }
        };
    }

    /** A frame that came together with the beginning of the next is found out with the next bytes. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        midFrame = !frameCame && (midFrame || bytesCame);
        bytesCame = false;
        frameCame = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (!(read instanceof WebSocketFrame frame)) {
            context.fireChannelRead(read);
            return;
        }
        try {
            if (!rejected) {
                take(context, frame);
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    /** Netty's decoder sees to it that a first fragment and its continuations come in order. */
    private void take(ChannelHandlerContext context, WebSocketFrame frame) {
        ByteBuf content = frame.content();
        ByteArrayOutputStream before = fragments;
        int length = (before == null ? 0 : before.size()) + content.readableBytes();
        if (length > maxBytes) {
            rejected = true;
            fragments = null;
            rejection.accept(CloseReason.BODY_TOO_LONG);
            return;
        }
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        if (before == null && frame.isFinalFragment()) {
            deliver(context, bytes);
            return;
        }
        ByteArrayOutputStream all = before == null ? new ByteArrayOutputStream(2 * bytes.length) : before;
        all.writeBytes(bytes);
        fragments = frame.isFinalFragment() ? null : all;
        if (frame.isFinalFragment()) {
            deliver(context, all.toByteArray());
        }
    }

    /** RFC 5626 section 4.4.1: a double CRLF is a ping, a single one the answer to ours, and neither is a message. */
    private void deliver(ChannelHandlerContext context, byte[] message) {
        if (message.length > 4) {
            context.fireChannelRead(message);
        } else if (message.length == 4) {
            keepAlive.run();
        }
    }
}
