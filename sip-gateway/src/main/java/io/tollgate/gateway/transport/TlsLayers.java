package io.tollgate.gateway.transport;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** SIP in TLS. For all threads. */
final class TlsLayers implements StreamLayers {
    private final TlsContexts contexts;

    TlsLayers(TlsContexts contexts) {
        this.contexts = contexts;
    }

    @Override
    public void accepted(ChannelPipeline pipeline, MessageCutter cutter, Consumer<CloseReason> refused) {
        pipeline.addLast(contexts.accepting(pipeline.channel().alloc()));
    }

    @Override
    public void opened(ChannelPipeline pipeline, InetSocketAddress remote) {
        pipeline.addLast(contexts.opening(pipeline.channel().alloc(), remote));
    }

    @Override
    public boolean handshakes() {
        return true;
    }

    @Override
    public boolean begins(Object event) {
        return event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess();
    }

    /** A flow that was learnt from a message or a token has no name, and its connection came from there. */
    @Override
    public String proves(InetSocketAddress remote) {
        String name = remote.getHostString();
        return name.equals(remote.getAddress().getHostAddress()) ? "" : name;
    }
}
