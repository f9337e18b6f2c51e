package io.tollgate.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChannelsTest {
    private final Channels channels = new Channels();

    @Test
    void shouldGiveNoMoreThanTheLimit() {
        // Given
        channels.of("bob", 2).take();
        channels.of("bob", 2).take();

        // When
        boolean third = channels.of("bob", 2).take();

        // Then
        assertThat(third).isFalse();
        assertThat(channels.of("alice", 2).take()).isTrue();
    }

    @Test
    void shouldGiveNoneWhenTheLimitIsNone() {
        assertThat(channels.of("bob", 0).take()).isFalse();
        assertThat(channels.held("bob")).isZero();
    }

    @Test
    void shouldCountACallOnceWhateverComesTwice() {
        // Given
        Channel channel = channels.of("bob", 2);
        Channel other = channels.of("bob", 2);

        // When
        channel.take();
        channel.take();
        other.take();
        other.release();
        other.release();

        // Then
        assertThat(channels.held("bob")).isEqualTo(1);
    }

    @Test
    void shouldKeepNothingOfAnAccountWhenItsCallsAreOver() {
        // Given
        Channel channel = channels.of("bob", 1);
        channel.take();

        // When
        channel.release();

        // Then
        assertThat(channels.held("bob")).isZero();
        assertThat(channels.of("bob", 1).take()).isTrue();
    }

    @Test
    void shouldNotCountWhereThereIsNoLimit() {
        // Given
        Channel channel = channels.of("bob", null);

        // When
        boolean taken = channel.take();

        // Then
        assertThat(taken).isTrue();
        assertThat(channels.held("bob")).isZero();
        channel.release();
    }

    @Test
    void shouldLeaveOthersWhenTheLimitWasLowered() {
        // Given
        channels.of("bob", 5).take();
        Channel second = channels.of("bob", 5);
        second.take();

        // When
        boolean taken = channels.of("bob", 1).take();
        second.release();

        // Then
        assertThat(taken).isFalse();
        assertThat(channels.held("bob")).isEqualTo(1);
    }

    @Test
    void shouldNeverGiveMoreThanTheLimitWhenShardsTakeAtOnce() throws Exception {
        // Given
        int limit = 3;
        AtomicInteger holding = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService shards = Executors.newFixedThreadPool(4);
        List<Future<?>> runs = new ArrayList<>();

        // When
        for (int shard = 0; shard < 4; shard++) {
            runs.add(shards.submit(() -> {
                for (int call = 0; call < 20_000; call++) {
                    Channel channel = channels.of("bob", limit);
                    if (channel.take()) {
                        most.accumulateAndGet(holding.incrementAndGet(), Math::max);
                        holding.decrementAndGet();
                        channel.release();
                    }
                }
            }));
        }
        for (Future<?> run : runs) {
            run.get();
        }
        shards.shutdown();

        // Then
        assertThat(most.get()).isBetween(1, limit);
        assertThat(channels.held("bob")).isZero();
    }
}
