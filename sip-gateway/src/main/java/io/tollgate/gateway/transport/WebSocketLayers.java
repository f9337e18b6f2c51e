package io.tollgate.gateway.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.tollgate.gateway.config.StreamLimits;
import io.tollgate.gateway.config.WebSocketSettings;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * SIP in WebSocket (RFC 7118), which only clients open. For all threads.
 *
 * <p>Every path will do; the subprotocol is what counts.
 */
final class WebSocketLayers implements StreamLayers {
    /** RFC 7118 section 4.1. */
    static final String SUBPROTOCOL = "sip";

    private static final int REQUEST_LINE_BYTES = 4_096;
    private static final int REQUEST_HEADER_BYTES = 8_192;

    /** An opening handshake has no body. */
    private static final int REQUEST_BODY_BYTES = 1_024;

    private final WebSocketSettings settings;
    private final @Nullable TlsContexts security;
    private final WebSocketServerProtocolConfig protocol;
    private final WebSocketPongs pongs = new WebSocketPongs();

    WebSocketLayers(WebSocketSettings settings, StreamLimits limits, @Nullable TlsContexts security) {
        this.settings = settings;
        this.security = security;
        this.protocol = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .checkStartsWith(true)
                .subprotocols(SUBPROTOCOL)
                .allowExtensions(false)
                .dropPongFrames(true)
                .maxFramePayloadLength(limits.headerBytes() + limits.bodyBytes())
                .handshakeTimeoutMillis(limits.messageTimeout().toMillis())
                .build();
    }

    @Override
    public void accepted(ChannelPipeline pipeline, MessageCutter cutter, Consumer<CloseReason> refused) {
        WebSocketMessages messages = (WebSocketMessages) cutter;
        if (security != null) {
            pipeline.addLast(security.acceptingWebSocket(pipeline.channel().alloc()));
        }
        pipeline.addLast(
                messages.bytesSeen(),
                new HttpServerCodec(REQUEST_LINE_BYTES, REQUEST_HEADER_BYTES, REQUEST_BODY_BYTES),
                new HttpObjectAggregator(REQUEST_BODY_BYTES, true),
                new WebSocketDoor(settings, refused),
                messages.framesSeen(),
                pongs,
                new WebSocketServerProtocolHandler(protocol));
    }

    @Override
    public boolean opens() {
        return false;
    }

    @Override
    public boolean handshakes() {
        return true;
    }

    @Override
    public boolean begins(Object event) {
        return event instanceof WebSocketServerProtocolHandler.HandshakeComplete;
    }

    @Override
    public MessageCutter cutter(StreamLimits limits, Runnable keepAlive, Consumer<CloseReason> rejection) {
        return new WebSocketMessages(limits.headerBytes() + limits.bodyBytes(), keepAlive, rejection);
    }

    /** As text, which is what scripts in browsers want, unless it is none: a browser ends a connection for bad UTF-8. */
    @Override
    public Object wrapped(byte[] message) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
            return new TextWebSocketFrame(Unpooled.wrappedBuffer(message));
        } catch (CharacterCodingException noText) {
            return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message));
        }
    }

    @Override
    public CloseReason reason(Throwable cause) {
        if (!(cause instanceof CorruptedWebSocketFrameException frame)) {
            return CloseReason.BROKEN;
        }
        return frame.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
                ? CloseReason.BODY_TOO_LONG
                : CloseReason.NO_WEBSOCKET;
    }

    @Override
    public Object ping() {
        return new PingWebSocketFrame(Unpooled.EMPTY_BUFFER);
    }

    @Override
    public Duration pingEvery() {
        return settings.ping();
    }
}
