package io.tollgate.gateway.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.tollgate.gateway.config.TransportSettings;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Ip;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one UDP socket: read and written by one thread, because two would let a BYE overtake its ACK.
 *
 * <p>What one read of the kernel gives is handed on together: of a few messages this thread may do the work itself,
 * which saves waking two others for each; many are for all processors.
 *
 * <p>{@link #send} is for all threads.
 */
final class UdpSocket extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final Logger LOGGER = LoggerFactory.getLogger(UdpSocket.class);

    /** What a length field of 16 bits can say (RFC 3261 section 18.1.1 asks for all of it), less IP's and UDP's headers. */
    private static final int MAX_PAYLOAD_BYTES = 65_507;

    private static final int RECEIVE_SLOT_BYTES = 65_536;

    /** As many messages together are few. */
    private static final int FEW = 8;

    /** What a queued message may take on average, or the bound on their number would be none on memory. */
    private static final int QUEUED_MESSAGE_BYTES = 4_096;

    private static final int SEND_BUFFER_BYTES = 4 << 20;
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private final MessageSink sink;
    private final TransportCounters counters;
    private final Outlet outlet;
    private final Channel channel;
    private final InetSocketAddress local;
    private final RecentFlows flows;
    private final ReceiveSlots slots;

    /** Read in this turn and not handed on yet. */
    private final List<byte[]> held = new ArrayList<>(FEW);

    private final List<Flow> heldFrom = new ArrayList<>(FEW);
    private boolean many;
    private int came;

    private UdpSocket(
            Channel channel,
            ReceiveSlots slots,
            TransportSettings settings,
            MessageSink sink,
            TransportCounters counters) {
        this.channel = channel;
        this.slots = slots;
        this.local = (InetSocketAddress) channel.localAddress();
        this.flows = new RecentFlows(local);
        this.sink = sink;
        this.counters = counters;
        this.outlet = new Outlet(
                settings.udpQueuedMessages(),
                (long) settings.udpQueuedMessages() * QUEUED_MESSAGE_BYTES,
                UdpSocket::toWire);
    }

    /** Binds without reading yet. Blocks; only for the start. */
    static UdpSocket bind(
            IoEngine engine,
            EventLoopGroup loop,
            TransportSettings settings,
            InetSocketAddress address,
            MessageSink sink,
            TransportCounters counters)
            throws ListenFailed {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(engine.datagrams(address.getAddress()))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.SO_RCVBUF, settings.udpReceiveBytes())
                .option(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .handler(new ChannelInboundHandlerAdapter());
        ReceiveSlots slots = new ReceiveSlots(RECEIVE_SLOT_BYTES);
        if (engine == IoEngine.EPOLL) {
            bootstrap
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, RECEIVE_SLOT_BYTES)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, slots);
        } else {
            bootstrap.option(
                    ChannelOption.RECVBUF_ALLOCATOR,
                    new FixedRecvByteBufAllocator(RECEIVE_SLOT_BYTES).maxMessagesPerRead(ReceiveSlots.MOST));
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenFailed("sip", address, "UDP", bound.cause());
        }
        return new UdpSocket(bound.channel(), slots, settings, sink, counters);
    }

    void start() {
        channel.pipeline().addLast(this);
        outlet.open(channel);
        channel.config().setAutoRead(true);
    }

    InetSocketAddress local() {
        return local;
    }

    /** What the kernel granted of the receive buffer that was asked for. */
    int receiveBufferBytes() {
        return channel.config().getOption(ChannelOption.SO_RCVBUF);
    }

    void send(Outgoing outgoing) {
        if (outgoing.message().length > MAX_PAYLOAD_BYTES) {
            outgoing.fail(SendFault.TOO_LARGE);
        } else if (!outlet.offer(outgoing)) {
            outgoing.fail(SendFault.CLOSED);
        }
    }

    /** Sends what waits, as far as the kernel takes it, and closes. */
    ChannelFuture close() {
        channel.eventLoop().execute(() -> {
            outlet.finish(SendFault.CLOSED);
            channel.close();
        });
        return channel.closeFuture();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        counters.datagrams.increment();
        came++;
        ByteBuf content = packet.content();
        byte[] message = Datagram.message(content);
        if (message.length > 0) {
            counters.datagramMessages.increment();
            deliver(packet.sender(), message);
        } else if (Datagram.isKeepAlive(content) || stun(context, packet)) {
            counters.datagramKeepAlives.increment();
        } else {
            counters.datagramJunk.increment();
        }
    }

    private static boolean stun(ChannelHandlerContext context, DatagramPacket packet) {
        InetSocketAddress sender = packet.sender();
        InetSocketAddress source = new InetSocketAddress(Ip.unmapped(sender.getAddress()), sender.getPort());
        ByteBuf answer = Stun.answer(packet.content(), source);
        if (answer != null && context.channel().isWritable()) {
            context.writeAndFlush(new DatagramPacket(answer, sender));
        }
        return answer != null;
    }

    private void deliver(InetSocketAddress sender, byte[] message) {
        Flow from = flows.of(sender);
        if (held.size() == FEW) {
            many = true;
            handOn();
        }
        if (many) {
            sink.onMessage(from, message);
        } else {
            held.add(message);
            heldFrom.add(from);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        handOn();
        many = false;
        slots.came(came);
        came = 0;
    }

    private void handOn() {
        try {
            for (int i = 0; i < held.size(); i++) {
                if (many) {
                    sink.onMessage(heldFrom.get(i), held.get(i));
                } else {
                    sink.onMessageAmongFew(heldFrom.get(i), held.get(i));
                }
            }
        } finally {
            held.clear();
            heldFrom.clear();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        outlet.resume();
    }

    /** Only reports: an error on one datagram, such as an ICMP message, is none of the socket's. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOGGER.atDebug().setCause(cause).addKeyValue("transport", "udp").log("socket error");
    }

    private static Object toWire(Outgoing outgoing) {
        return new DatagramPacket(
                Unpooled.wrappedBuffer(outgoing.message()), outgoing.flow().remote());
    }
}
