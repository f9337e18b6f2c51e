package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.enforcement.backlog.Backlog;
import io.tollgate.enforcement.blacklist.Breadth;
import io.tollgate.enforcement.failure.Patience;
import io.tollgate.enforcement.metrics.EnforcementMetrics;
import io.tollgate.enforcement.processor.AccountProcessor;
import io.tollgate.enforcement.processor.BlacklistProcessor;
import io.tollgate.enforcement.processor.Emission;
import io.tollgate.enforcement.processor.RebuildProcessor;
import io.tollgate.enforcement.processor.Surroundings;
import io.tollgate.enforcement.store.Stores;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A task whose state was found corrupted is closed and begun again, with the same processors and the same clock. */
class RevivedTaskTest {

    private static final MemoryRegistry REGISTRY = MemoryRegistry.withAllSchemas();
    private static final Surroundings SURROUNDINGS = new Surroundings(
            REGISTRY,
            1,
            new Breadth(3, 16, 32),
            List.of("112"),
            Duration.ofSeconds(30),
            new EnforcementMetrics(new SimpleMeterRegistry()),
            Patience.NONE,
            Backlog.NONE);

    static Stream<Arguments> processors() {
        return Stream.of(
                Arguments.of(new AccountProcessor(SURROUNDINGS, List.of()), 3),
                Arguments.of(new BlacklistProcessor(SURROUNDINGS, "orders"), 1),
                Arguments.of(new RebuildProcessor(SURROUNDINGS, partition -> {}), 1));
    }

    @ParameterizedTest
    @MethodSource("processors")
    void shouldLeaveNoClockRunningWhenItsTaskIsClosed(Processor<?, ?, byte[], Emission> processor, int clocks) {
        // Given
        var context = context();
        processor.init(context);

        // When
        processor.close();
        processor.init(context);

        // Then
        assertThat(context.scheduledPunctuators())
                .extracting(CapturedPunctuator::cancelled)
                .hasSize(2 * clocks)
                .startsWith(Stream.generate(() -> true).limit(clocks).toArray(Boolean[]::new))
                .endsWith(Stream.generate(() -> false).limit(clocks).toArray(Boolean[]::new));
    }

    private static MockProcessorContext<byte[], Emission> context() {
        var context = new MockProcessorContext<byte[], Emission>();
        Stream.<StoreBuilder<?>>of(
                        Stores.standings(),
                        Stores.settings(REGISTRY),
                        Stores.calls(),
                        Stores.endedCalls(),
                        Stores.lostCalls(),
                        Stores.gateways(),
                        Stores.callsDue(),
                        Stores.fullAccounts(),
                        Stores.looksDue(),
                        Stores.adjustments(),
                        Stores.earlyAdjustments(),
                        Stores.rates(),
                        Stores.recordedCosts(),
                        Stores.entries(),
                        Stores.orderIds(),
                        Stores.blacklistDue())
                .forEach(store -> context.addStateStore(store.build()));
        return context;
    }
}
