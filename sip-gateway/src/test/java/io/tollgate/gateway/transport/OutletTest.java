package io.tollgate.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutletTest {
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);

    private final List<SendFault> faults = new ArrayList<>();
    private final TransportCounters counters = new TransportCounters();
    private final Outlet outlet = new Outlet(2, 100, outgoing -> Unpooled.wrappedBuffer(outgoing.message()));

    private boolean offer(int bytes) {
        return outlet.offer(new Outgoing(
                Flow.to(Transport.TCP, HERE, HERE), new byte[bytes], (flow, fault) -> faults.add(fault), counters));
    }

    @Test
    void shouldRefuseBeyondTheNumberOfMessages() {
        // When
        offer(1);
        offer(1);
        offer(1);

        // Then
        assertThat(faults).containsExactly(SendFault.OVERLOADED);
    }

    @Test
    void shouldRefuseBeyondTheNumberOfBytes() {
        // When
        offer(100);
        offer(1);

        // Then
        assertThat(faults).containsExactly(SendFault.OVERLOADED);
    }

    @Test
    void shouldHaveTheSameRoomAgainAfterRefusing() {
        // Given
        EmbeddedChannel channel = new EmbeddedChannel();
        for (int i = 0; i < 10; i++) {
            offer(50);
        }
        outlet.open(channel);
        channel.runPendingTasks();
        faults.clear();

        // When
        offer(60);
        offer(60);

        // Then
        assertThat(channel.outboundMessages()).hasSize(2);
        assertThat(faults).containsExactly(SendFault.OVERLOADED);
        channel.runPendingTasks();
        assertThat(channel.outboundMessages()).hasSize(3);
    }

    @Test
    void shouldGiveMessageBackWhenClosed() {
        // Given
        offer(1);

        // When
        outlet.close(SendFault.CONNECTION_LOST);
        boolean taken = offer(1);

        // Then
        assertThat(taken).isFalse();
        assertThat(faults).containsExactly(SendFault.CONNECTION_LOST);
    }
}
