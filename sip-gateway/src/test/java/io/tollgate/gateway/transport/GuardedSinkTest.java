package io.tollgate.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GuardedSinkTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.100", 5060);
    private static final Flow FLOW = Flow.to(Transport.UDP, LOCAL, new InetSocketAddress("192.0.2.1", 5060));
    private static final int MESSAGES = 1_000;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(GuardedSink.class);

    @AfterEach
    void listenNoMore() {
        log.detachAppender(lines);
    }

    @Test
    void shouldTellOfEachMessageThatItStumblesOverInItsCounterAndOfFewInTheLog() {
        // Given
        lines.start();
        log.addAppender(lines);
        TransportCounters counters = new TransportCounters();
        GuardedSink sink = new GuardedSink(counters);
        sink.direct(new MessageSink() {
            @Override
            public void onMessage(Flow flow, byte[] message) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public void onDisconnect(Flow flow) {}
        });

        // When
        for (int i = 0; i < MESSAGES; i++) {
            sink.onMessage(FLOW, new byte[0]);
        }

        // Then
        assertThat(counters.sinkFailures()).isEqualTo(MESSAGES);
        // Five at once, and one a second for as long as a slow machine takes.
        assertThat(lines.list).hasSizeBetween(5, 100);
    }
}
