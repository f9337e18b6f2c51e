package io.tollgate.gateway.transport;

import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;

/**
 * Socket options of stream connections, the same for those that come and those that go: small messages leave at once,
 * and a peer that vanished without a word is found within minutes where the kernel can. No state.
 */
final class StreamOptions {
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(32 << 10, 128 << 10);
    private static final int KEEP_ALIVE_IDLE_SECONDS = 60;
    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 15;
    private static final int KEEP_ALIVE_PROBES = 4;
    private static final int UNACKNOWLEDGED_MILLIS = 30_000;

    private StreamOptions() {}

    /** Sets an option on a bootstrap. */
    @FunctionalInterface
    interface Setter {
        <T> void set(ChannelOption<T> option, T value);
    }

    static void set(IoEngine engine, Setter setter) {
        setter.set(ChannelOption.TCP_NODELAY, true);
        setter.set(ChannelOption.SO_KEEPALIVE, true);
        setter.set(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS);
        if (engine == IoEngine.EPOLL) {
            setter.set(EpollChannelOption.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS);
            setter.set(EpollChannelOption.TCP_KEEPINTVL, KEEP_ALIVE_INTERVAL_SECONDS);
            setter.set(EpollChannelOption.TCP_KEEPCNT, KEEP_ALIVE_PROBES);
            setter.set(EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLIS);
        }
    }
}
