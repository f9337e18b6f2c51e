package io.tollgate.gateway.transport;

import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;

/** The kernel interface in use: epoll where Netty's native library loads, else Java's own. Immutable. */
enum IoEngine {
    EPOLL {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        ChannelFactory<? extends ServerChannel> listeners() {
            return EpollServerSocketChannel::new;
        }

        @Override
        ChannelFactory<? extends SocketChannel> connections() {
            return EpollSocketChannel::new;
        }

        @Override
        ChannelFactory<? extends DatagramChannel> datagrams(InetAddress local) {
            return () -> new EpollDatagramChannel(familyOf(local));
        }
    },
    NIO {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        ChannelFactory<? extends ServerChannel> listeners() {
            return NioServerSocketChannel::new;
        }

        @Override
        ChannelFactory<? extends SocketChannel> connections() {
            return NioSocketChannel::new;
        }

        @Override
        ChannelFactory<? extends DatagramChannel> datagrams(InetAddress local) {
            return () -> new NioDatagramChannel(familyOf(local));
        }
    };

    static IoEngine best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    abstract IoHandlerFactory handlers();

    abstract ChannelFactory<? extends ServerChannel> listeners();

    abstract ChannelFactory<? extends SocketChannel> connections();

    /** Sockets of the bound address's own family; the one of {@code ::} takes both. */
    abstract ChannelFactory<? extends DatagramChannel> datagrams(InetAddress local);

    /** Threads that do not keep the process alive; the wiring decides when it ends. */
    MultiThreadIoEventLoopGroup threads(String name, int count) {
        return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name, true), handlers());
    }

    private static SocketProtocolFamily familyOf(InetAddress local) {
        return local instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }
}
