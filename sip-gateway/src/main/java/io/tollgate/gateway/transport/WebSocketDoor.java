package io.tollgate.gateway.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.tollgate.gateway.config.WebSocketSettings;
import java.util.function.Consumer;

/**
 * Looks at the one HTTP request of a WebSocket connection: who does not ask for the subprotocol {@code sip} speaks
 * something else (RFC 7118 section 4.1), and a page of a foreign origin uses somebody's browser without his knowing (RFC
 * 6455 section 10.2). One for each connection.
 */
final class WebSocketDoor extends ChannelInboundHandlerAdapter {
    private final WebSocketSettings settings;
    private final Consumer<CloseReason> refused;

    WebSocketDoor(WebSocketSettings settings, Consumer<CloseReason> refused) {
        this.settings = settings;
        this.refused = refused;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof FullHttpRequest request)) {
            context.fireChannelRead(message);
            return;
        }
        if (!request.decoderResult().isSuccess()
                || !request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !asksForSip(request)) {
            refuse(context, request, HttpResponseStatus.BAD_REQUEST);
        } else if (!settings.admits(request.headers().get(HttpHeaderNames.ORIGIN))) {
            refuse(context, request, HttpResponseStatus.FORBIDDEN);
        } else {
            context.pipeline().remove(this);
            context.fireChannelRead(message);
        }
    }

    private static boolean asksForSip(FullHttpRequest request) {
        return request.headers()
                .containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, WebSocketLayers.SUBPROTOCOL, false);
    }

    private void refuse(ChannelHandlerContext context, FullHttpRequest request, HttpResponseStatus status) {
        ReferenceCountUtil.release(request);
        refused.accept(CloseReason.NO_WEBSOCKET);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
