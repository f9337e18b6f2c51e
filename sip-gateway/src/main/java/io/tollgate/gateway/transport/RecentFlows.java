package io.tollgate.gateway.transport;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Ip;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The ways to peers that were heard lately by UDP: the messages of a call share one object and its addresses, which
 * dialogs and transactions keep. Bounded; who is not remembered gets a new one. Belongs to its socket's thread.
 */
final class RecentFlows {
    private static final int SLOTS = 4_096;

    private final InetSocketAddress local;
    private final @Nullable Flow[] slots = new Flow[SLOTS];

    RecentFlows(InetSocketAddress local) {
        this.local = local;
    }

    /** The way to who sent a datagram. */
    Flow of(InetSocketAddress sender) {
        InetAddress address = Ip.unmapped(sender.getAddress());
        int port = sender.getPort();
        int slot = (address.hashCode() * 31 + port) & (SLOTS - 1);
        Flow flow = slots[slot];
        if (flow == null
                || flow.remote().getPort() != port
                || !flow.remote().getAddress().equals(address)) {
            // Netty's own subclass of the address would keep the local one alive in every dialog.
            flow = Flow.to(Transport.UDP, local, new InetSocketAddress(address, port));
            // What is link-local at one interface is somebody else at another, and equal to Java.
            if (!address.isLinkLocalAddress()) {
                slots[slot] = flow;
            }
        }
        return flow;
    }
}
