package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.contract.Outputs;
import io.tollgate.enforcement.store.EntryForms;
import io.tollgate.enforcement.verdict.Demand;
import io.tollgate.schemas.topic.Topics;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The first hop of verdicts and commands: calls are ended at once, without state and without another topic in between;
 * what concerns an entry goes on to the entry's own partition.
 */
public final class DemandRouter implements Processor<byte[], Demand, byte[], Emission> {

    private final Surroundings surroundings;
    private final String entryOrders;
    private @Nullable ProcessorContext<byte[], Emission> context;
    private @Nullable Outbox outbox;

    /**
     * @param entryOrders where orders about entries go
     */
    public DemandRouter(Surroundings surroundings, String entryOrders) {
        this.surroundings = surroundings;
        this.entryOrders = entryOrders;
    }

    @Override
    public void init(ProcessorContext<byte[], Emission> processorContext) {
        context = processorContext;
        outbox = new Outbox(processorContext, surroundings);
    }

    @Override
    public void process(Record<byte[], Demand> demand) {
        if (context == null || outbox == null) {
            throw new IllegalStateException("not initialised");
        }
        var out = outbox;
        // The broker's clock, but never ahead of ours: what is due later than now would wait at the gateway.
        long receivedMillis = Math.min(demand.timestamp(), context.currentSystemTimeMs());
        var receivedAt = Instant.ofEpochMilli(receivedMillis);
        demand.value().termination(receivedAt).ifPresent(order -> {
            surroundings.metrics().terminationOrdered(order.grounds());
            out.publish(Topics.TERMINATIONS, order.key(), Outputs.termination(order));
        });
        demand.value()
                .entryOrder(receivedAt)
                .ifPresent(order -> out.send(entryOrders, order.entryId(), EntryForms.encode(order)));
    }
}
