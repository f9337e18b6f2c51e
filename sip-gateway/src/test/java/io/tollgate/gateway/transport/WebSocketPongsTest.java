package io.tollgate.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.tollgate.gateway.config.StreamLimits;
import io.tollgate.gateway.config.WebSocketSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketPongsTest {
    private static PingWebSocketFrame ping(String text) {
        return new PingWebSocketFrame(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private static void writable(EmbeddedChannel channel, boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    }

    @Test
    void shouldAnswerPingsOnlyAsLongAsTheClientReads() {
        // Given
        EmbeddedChannel channel = new EmbeddedChannel(new WebSocketPongs());
        PingWebSocketFrame unread = ping("unread");
        writable(channel, false);

        // When
        channel.writeInbound(unread);
        boolean answered = !channel.outboundMessages().isEmpty();
        writable(channel, true);
        channel.writeInbound(ping("read"));

        // Then
        assertThat(answered).isFalse();
        assertThat(unread.refCnt()).isZero();
        PongWebSocketFrame pong = channel.readOutbound();
        assertThat(pong.content().toString(StandardCharsets.UTF_8)).isEqualTo("read");
        assertThat(pong.release()).isTrue();
        assertThat(channel.inboundMessages()).isEmpty();
    }

    @Test
    void shouldComeBeforeNettysOwnAnswer() {
        // Given
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        WebSocketLayers layers = new WebSocketLayers(
                new WebSocketSettings(any, null, List.of(), Duration.ofSeconds(30)), StreamLimits.DEFAULTS, null);
        EmbeddedChannel channel = new EmbeddedChannel();

        // When
        layers.accepted(channel.pipeline(), layers.cutter(StreamLimits.DEFAULTS, () -> {}, reason -> {}), reason -> {});

        // Then
        assertThat(channel.pipeline().names())
                .containsSubsequence("WebSocketPongs#0", "WebSocketServerProtocolHandler#0");
    }
}
