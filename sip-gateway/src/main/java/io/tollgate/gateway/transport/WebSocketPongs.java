package io.tollgate.gateway.transport;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;

/**
 * Answers a client's pings as long as it reads the answers: Netty's own handler does so without end, and a client that only
 * pings would fill our memory. RFC 6455 section 5.5.3 lets a ping go without an answer that another one follows. For all
 * threads.
 */
@Sharable
final class WebSocketPongs extends SimpleChannelInboundHandler<PingWebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, PingWebSocketFrame ping) {
        if (context.channel().isWritable()) {
            context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
    }
}
