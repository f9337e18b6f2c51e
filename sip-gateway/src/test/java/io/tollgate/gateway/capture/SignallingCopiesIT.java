package io.tollgate.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.config.HepSettings;
import io.tollgate.gateway.proxy.Outbound;
import io.tollgate.gateway.transport.MessageSink;
import io.tollgate.gateway.transport.SendOutcome;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.testsupport.scenario.Await;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies as a collector gets them, over a real socket. */
class SignallingCopiesIT {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Flow FLOW =
            Flow.to(Transport.UDP, new InetSocketAddress(HERE, 5060), new InetSocketAddress(HERE, 5062));

    private final List<String> passed = new ArrayList<>();
    private final MessageSink sink = (flow, message) -> passed.add("in " + text(message));
    private final Outbound outbound = (flow, message, outcome) -> passed.add("out " + text(message));
    private DatagramSocket collector;
    private int port;

    @BeforeEach
    void listen() throws IOException {
        collector = new DatagramSocket(0, HERE);
        port = collector.getLocalPort();
        collector.setSoTimeout((int) Await.PATIENCE.toMillis());
    }

    @AfterEach
    void hangUp() {
        collector.close();
    }

    @Test
    void shouldCopyWhatComesAndWhatGoesAndPassItOn() throws IOException {
        // Given
        try (SignallingCopies copies = start(Thread::new)) {

            // When
            copies.received(sink).onMessage(FLOW, bytes("INVITE"));
            copies.sent(outbound).send(FLOW, bytes("100"), SendOutcome.IGNORED);

            // Then
            assertThat(passed).containsExactly("in INVITE", "out 100");
            assertThat(nextPayload()).endsWith("INVITE");
            assertThat(nextPayload()).endsWith("100");
            Await.until("both counted", Await.PATIENCE, copies::sent, sent -> sent == 2);
            assertThat(copies.taken()).isEqualTo(2);
            assertThat(copies.dropped()).isZero();
        }
    }

    @Test
    void shouldDropAndCountWhatIsTooMuchAndNotWait() {
        // Given: nobody sends, as if the thread never got its turn
        CountDownLatch never = new CountDownLatch(1);
        ThreadFactory stuck = task -> new Thread(() -> await(never));
        try (SignallingCopies copies = start(stuck)) {
            MessageSink tapped = copies.received(sink);

            // When
            for (int i = 0; i < SignallingCopies.MOST_WAITING + 3; i++) {
                tapped.onMessage(FLOW, bytes("OPTIONS"));
            }

            // Then
            assertThat(copies.dropped()).isEqualTo(3);
            assertThat(passed).hasSize(SignallingCopies.MOST_WAITING + 3);
            never.countDown();
        }
    }

    @Test
    void shouldDropWhatIsTooManyBytes() {
        // Given
        CountDownLatch never = new CountDownLatch(1);
        try (SignallingCopies copies = start(task -> new Thread(() -> await(never)))) {
            byte[] half = new byte[(int) SignallingCopies.MOST_WAITING_BYTES / 2];
            MessageSink tapped = copies.received(sink);

            // When
            tapped.onMessage(FLOW, half);
            tapped.onMessage(FLOW, half);
            tapped.onMessage(FLOW, bytes("OPTIONS"));

            // Then
            assertThat(copies.dropped()).isEqualTo(1);
            never.countDown();
        }
    }

    @Test
    void shouldGoOnWhenAMessageIsTooLongForADatagram() throws IOException {
        // Given
        try (SignallingCopies copies = start(Thread::new)) {
            MessageSink tapped = copies.received(sink);

            // When
            tapped.onMessage(FLOW, new byte[HepPacket.LONGEST_BYTES]);
            tapped.onMessage(FLOW, bytes("OPTIONS"));

            // Then
            assertThat(nextPayload()).endsWith("OPTIONS");
            assertThat(copies.dropped()).isEqualTo(1);
        }
    }

    @Test
    void shouldPassMessagesOnWhenNobodyListens() {
        // Given
        collector.close();
        try (SignallingCopies copies = start(Thread::new)) {
            MessageSink tapped = copies.received(sink);

            // When
            for (int i = 0; i < 10; i++) {
                tapped.onMessage(FLOW, bytes("OPTIONS"));
            }

            // Then
            assertThat(passed).hasSize(10);
            Await.until("all counted", Await.PATIENCE, () -> copies.sent() + copies.dropped(), done -> done == 10);
        }
    }

    private SignallingCopies start(ThreadFactory threads) {
        HepSettings settings = new HepSettings(new HostPort(HERE.getHostAddress(), port), 1, null);
        try {
            return SignallingCopies.start(settings, new InetSocketAddress(HERE, port), HERE, () -> 1L, threads);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String nextPayload() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[HepPacket.LONGEST_BYTES], HepPacket.LONGEST_BYTES);
        collector.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.US_ASCII);
    }
}
